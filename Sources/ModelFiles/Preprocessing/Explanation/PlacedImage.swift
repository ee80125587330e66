import CNNModel

/// A placement of an image in a tensor, by the name of the fit that gives it.
struct PlacedImage: Hashable, Sendable {
  enum Fit: String, Sendable {
    case squash
    case shorterSideCrop = "shorter-side-crop"
    case centerCrop = "centre-crop"
    case letterbox
  }

  let fit: Fit
  /// What the shorter side is resized to before a crop.
  var shorter: Int?
  let placement: ImagePlacement

  /// All usual placements of an image in a tensor, each under every name that gives it.
  ///
  /// A crop may follow a shorter side of up to half as much again as is needed, as 256 does for
  /// 224.
  static func all(_ image: Shape, in target: Shape) -> [PlacedImage] {
    let placed =
      [PlacedImage(fit: .squash, placement: ImagePlacement(squashedTo: target))]
      + unresized(image, in: target) + letterboxed(image, in: target)
      + crops(image, in: target)
    var seen: Set<PlacedImage> = []
    return placed.filter { seen.insert($0).inserted }
  }

  private static let roundings: [FloatingPointRoundingRule] = [.toNearestOrEven, .down]

  private static func unresized(_ image: Shape, in target: Shape) -> [PlacedImage] {
    let isCrop = image[0] >= target[0] && image[1] >= target[1]
    return roundings.map {
      PlacedImage(
        fit: isCrop ? .centerCrop : .letterbox,
        placement: ImagePlacement(resized: image, target: target, rounding: $0))
    }
  }

  private static func letterboxed(_ image: Shape, in target: Shape) -> [PlacedImage] {
    let rounded = ImagePlacement(image, letterboxedIn: target)
    let factor = min(
      Double(target[0]) / Double(image[0]), Double(target[1]) / Double(image[1]))
    let cut = Shape(image.extents.map { max(1, Int(Double($0) * factor)) })
    return [rounded, ImagePlacement(resized: cut, target: target, rounding: .down)].map {
      PlacedImage(fit: .letterbox, placement: $0)
    }
  }

  private static func crops(_ image: Shape, in target: Shape) -> [PlacedImage] {
    let (short, long) = (image.extents.min() ?? 1, image.extents.max() ?? 1)
    guard long / short <= 64 else { return [] }
    let least = ImagePlacement.shape(of: image, covering: target).extents.min() ?? 1
    return (least...max(least + 16, least * 3 / 2)).flatMap { side -> [PlacedImage] in
      let resized = ImagePlacement.shape(of: image, shorterSide: side)
      guard resized[0] >= target[0], resized[1] >= target[1] else { return [] }
      return roundings.map {
        PlacedImage(
          fit: .shorterSideCrop, shorter: side,
          placement: ImagePlacement(resized: resized, target: target, rounding: $0))
      }
    }
  }
}

extension ImagePlacement {
  /// The rows of the target that show the image.
  var visibleRows: Range<Int> { max(0, top)..<min(target[0], top + resized[0]) }

  /// The columns of the target that show the image.
  var visibleColumns: Range<Int> { max(0, left)..<min(target[1], left + resized[1]) }

  /// At most so many of the visible rows, evenly spread.
  func sampledRows(_ most: Int) -> [Int] {
    let rows = visibleRows
    guard rows.count > most else { return Array(rows) }
    return (0..<most).map { rows.lowerBound + (2 * $0 + 1) * rows.count / (2 * most) }
  }

  /// What a plane of the image becomes in some rows of the target, visible columns only.
  ///
  /// - Parameter method: nil where the image is not resized.
  func cells(
    of plane: [Float], _ image: Shape, _ method: ResamplingMethod?, isBytes: Bool, rows: [Int]
  ) -> [Float] {
    let lines = rows.map { $0 - top }
    let columns = visibleColumns.lowerBound - left..<visibleColumns.upperBound - left
    guard let method else {
      return lines.flatMap {
        plane[$0 * image[1]..<($0 + 1) * image[1]].dropFirst(columns.lowerBound).prefix(
          columns.count)
      }
    }
    let resampler = Resampler(from: image, to: resized, method, isBytes: isBytes)
    let numbers = resampler.rows(lines, of: plane[...])
    guard columns.count < resized[1] else { return numbers }
    return lines.indices.flatMap {
      numbers[$0 * resized[1] + columns.lowerBound..<$0 * resized[1] + columns.upperBound]
    }
  }

  /// The numbers of a plane of the target in some rows, visible columns only.
  func cells(ofTarget plane: [Float], rows: [Int]) -> [Float] {
    rows.flatMap {
      plane[$0 * target[1] + visibleColumns.lowerBound..<$0 * target[1] + visibleColumns.upperBound]
    }
  }

  /// The numbers of a plane of the target that do not show the image.
  func rest(ofTarget plane: [Float]) -> [Float] {
    plane.indices.filter {
      !visibleRows.contains($0 / target[1]) || !visibleColumns.contains($0 % target[1])
    }.map { plane[$0] }
  }
}
