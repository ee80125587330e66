import CNNModel

/// Cells of one value added around images, or, where a side is negative, cells cut off them.
///
/// `new[row, column] = old[row − top, column − left]`, the fill value outside the old image.
///
/// Shapes: `[…, rows, columns]` → `[…, top + rows + bottom, left + columns + right]`.
public struct ImagePadding: Hashable, Sendable {
  let top, left, bottom, right: Int
  /// What stands in the cells that are added.
  let fill: Float

  private let from: Shape

  /// The padding that keeps an image of `from` rows and columns in the center of `to`; an odd cell
  /// falls to the bottom and to the right.
  init(from: Shape, to: Shape, fill: Float = 0) {
    self.init(
      from: from, to: to, top: (to[0] - from[0]) / 2, left: (to[1] - from[1]) / 2, fill: fill)
  }

  /// The padding that puts an image of `from` rows and columns at a place in `to`.
  init(from: Shape, to: Shape, top: Int, left: Int, fill: Float = 0) {
    (self.from, self.top, self.left, self.fill) = (from, top, left, fill)
    bottom = to[0] - from[0] - top
    right = to[1] - from[1] - left
  }

  func apply(to images: Tensor) -> Tensor {
    let rows = from[0] + top + bottom
    let columns = from[1] + left + right
    let planes = images.shape.count / from.count
    let shape = Shape(images.shape.extents.dropLast(2) + [rows, columns])
    var padded = [Float](repeating: fill, count: shape.count)
    for plane in 0..<planes {
      for row in max(0, top)..<min(rows, top + from[0]) {
        for column in max(0, left)..<min(columns, left + from[1]) {
          padded[(plane * rows + row) * columns + column] =
            images[(plane * from[0] + row - top) * from[1] + column - left]
        }
      }
    }
    return Tensor(shape: shape, elements: padded)
  }
}

extension ImagePadding: CustomStringConvertible {
  /// `padded 2 on each side`, `cropped top 1, left 1, bottom 2, right 2`.
  public var description: String {
    let sides = [("top", top), ("left", left), ("bottom", bottom), ("right", right)]
    let word = sides.contains { $0.1 < 0 } ? "cropped" : "padded"
    let with = word == "padded" && fill != 0 ? " with \(fill.digits)" : ""
    guard Set(sides.map(\.1)).count > 1 else { return "\(word) \(abs(top)) on each side\(with)" }
    return "\(word) " + sides.map { "\($0.0) \(abs($0.1))" }.joined(separator: ", ") + with
  }
}
