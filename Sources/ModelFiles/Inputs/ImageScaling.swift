import CNNModel

/// Images scaled to other numbers of rows and columns, each axis by itself.
///
/// Cell `i` of the new axis has its center at `s = (i + ½) · from / to − ½` of the old one, not
/// below 0. Bilinear: `(1 − w) · old[⌊s⌋] + w · old[min(⌊s⌋ + 1, from − 1)]` with `w = s − ⌊s⌋`.
/// Nearest: `old[⌊i · from / to⌋]`. Both as PyTorch's `interpolate` with `align_corners=False`.
/// Area: the mean of the old cells from `i · from / to` to `(i + 1) · from / to`, a cell that lies
/// there in part counted by that part; for images that become much smaller.
///
/// Shapes: `[…, rows, columns]` → `[…, R, K]`.
public struct ImageScaling: Hashable, Sendable {
  public enum Method: Hashable, Sendable {
    case bilinear, nearest, area
  }

  /// Rows and columns before.
  public let from: Shape
  /// Rows and columns after.
  public let to: Shape
  public let method: Method

  /// An old cell, the one after it, and the weight of that.
  private struct Tap {
    let first, second: Int
    let weight: Float
  }

  func apply(to images: Tensor) -> Tensor {
    guard method != .area else { return AreaMeans(from: from, to: to).apply(to: images) }
    let (rows, columns) = (taps(axis: 0), taps(axis: 1))
    let image = from.count
    var elements: [Float] = []
    elements.reserveCapacity(images.shape.count / image * to.count)
    for start in stride(from: 0, to: images.shape.count, by: image) {
      for row in rows {
        let upper = start + row.first * from[1]
        let lower = start + row.second * from[1]
        for column in columns {
          let above = mix(images[upper + column.first], images[upper + column.second], column)
          let below = mix(images[lower + column.first], images[lower + column.second], column)
          elements.append(mix(above, below, row))
        }
      }
    }
    return Tensor(
      shape: Shape(images.shape.extents.dropLast(2) + to.extents), elements: elements)
  }

  /// A weight of 0 leaves the second out altogether, so that an infinite neighbor does no harm.
  private func mix(_ first: Float, _ second: Float, _ tap: Tap) -> Float {
    tap.weight == 0 ? first : (1 - tap.weight) * first + tap.weight * second
  }

  private func taps(axis: Int) -> [Tap] {
    let (old, new) = (from[axis], to[axis])
    return (0..<new).map { cell in
      guard method == .bilinear else {
        return Tap(first: cell * old / new, second: cell * old / new, weight: 0)
      }
      let center = max(0, (Double(cell) + 0.5) * Double(old) / Double(new) - 0.5)
      let first = min(Int(center), old - 1)
      return Tap(
        first: first, second: min(first + 1, old - 1), weight: Float(center - Double(first)))
    }
  }
}

extension ImageScaling: CustomStringConvertible {
  /// `scaled bilinearly 8×8 → 32×32`.
  public var description: String {
    let way =
      switch method {
      case .bilinear: "scaled bilinearly"
      case .nearest: "scaled to the nearest"
      case .area: "means of areas"
      }
    return "\(way) \(from) → \(to)"
  }
}
