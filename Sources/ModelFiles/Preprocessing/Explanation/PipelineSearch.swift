import CNNModel

/// The search for the pipeline that makes a tensor of an image.
///
/// How the image was turned and placed is found first: for each way, the tensor is compared with
/// the best linear combination of the image's channels, so that neither the order of the channels
/// nor gray weights nor the normalization matter. All methods of resizing are then tried on the best
/// of them, and each channel is related to those of the image by least squares.
struct PipelineSearch {
  let image: Shape
  /// One or three, or with the gray ones seven, planes of values.
  let planes: [[Float]]
  let isBytes: Bool
  /// The value for white.
  let white: Double
  let reading: TensorReading

  /// A way to turn, place and resize the image.
  struct Geometry: Hashable {
    let turn: ImageTurn
    let placed: PlacedImage
    let method: ResamplingMethod?
  }

  /// Whether image or tensor has so many pixels that only a part of the comparisons is made: what they
  /// tell is clearer, and each takes longer.
  var isLarge: Bool { max(image.count, reading.size.count) > 300_000 }

  /// How many rows the first comparisons take.
  private var sampledRows: Int { isLarge ? 6 : 12 }

  /// The planes that the middle channel of the tensor is compared with.
  private var compared: ArraySlice<[Float]> {
    guard isLarge, planes.count > 3 else { return planes.prefix(3) }
    return reading.isGray ? planes[3...3] : planes[1...1]
  }

  /// Methods that are unlike each other, to find the placement.
  private static let probes: [ResamplingMethod] = [
    .pilBilinear, .torchBilinear, .cvNearest, .pilNearest,
  ]

  /// The geometries that explain the tensor best, the best first; none where none explains half of
  /// it.
  ///
  /// - Parameter most: the largest number of them.
  func geometries(_ most: Int) -> [Geometry] {
    let placements = best(
      Dictionary(grouping: ImageTurn.all) { $0.sizeBefore(reading.size) }.flatMap { size, turns in
        scores(PlacedImage.all(image, in: size), turns, Self.probes)
      }, within: 4, most: isLarge ? 6 : 24)
    var seen: Set<Geometry> = []
    let kept = placements.map { Geometry(turn: $0.turn, placed: $0.placed, method: nil) }
      .filter { seen.insert($0).inserted }
    let methods = ResamplingMethod.allCases.filter { ![.bilinear, .nearest, .area].contains($0) }
    return best(
      kept.flatMap { scores([$0.placed], [$0.turn], methods) }, within: 2, most: most)
  }

  private func best(
    _ scored: [(score: Double, geometry: Geometry)], within factor: Double, most: Int
  ) -> [Geometry] {
    let sorted = scored.enumerated().sorted {
      ($0.element.score, $0.offset) < ($1.element.score, $1.offset)
    }.map(\.element)
    guard let limit = sorted.first?.score, limit < 0.5 else { return [] }
    return sorted.prefix { $0.score <= factor * limit + 2e-3 }.prefix(most).map(\.geometry)
  }

  /// What is unexplained of the tensor, for each placement, turn and method.
  private func scores(
    _ placed: [PlacedImage], _ turns: [ImageTurn], _ methods: [ResamplingMethod]
  ) -> [(score: Double, geometry: Geometry)] {
    let plane = reading.planes[reading.planes.count / 2]
    let turned = turns.map { ($0, $0.before(plane, reading.size)) }
    return placed.flatMap { placed in
      let placement = placed.placement
      let rows = placement.sampledRows(sampledRows)
      return self.methods(for: placement, among: methods).flatMap { method in
        let ours = compared.map {
          placement.cells(of: $0, image, method, isBytes: isBytes, rows: rows)
        }
        return turned.map { turn, theirs in
          let theirs = placement.cells(ofTarget: theirs, rows: rows)
          return (
            LinearRelation.unexplained(theirs, by: ours),
            Geometry(turn: turn, placed: placed, method: method)
          )
        }
      }
    }
  }

  /// All methods, and none where the image keeps its size.
  private func methods(
    for placement: ImagePlacement, among methods: [ResamplingMethod]
  ) -> [ResamplingMethod?] {
    placement.resized == image
      ? [nil] + (methods.count > Self.probes.count ? methods : []) : methods
  }
}
