/// The extents of a tensor, outermost first: `[batch, channels, rows, columns]` for images,
/// `[batch, units]` for vectors, `[]` for a single number.
public struct Shape: Hashable, Sendable {
  /// One extent per axis, outermost first.
  public let extents: [Int]

  /// - Precondition: no extent is negative.
  public init(_ extents: [Int]) {
    precondition(extents.allSatisfy { $0 >= 0 }, "negative extent in \(extents)")
    self.extents = extents
  }

  /// The number of axes.
  public var rank: Int { extents.count }

  /// The number of elements: the product of the extents, 1 for rank 0.
  public var count: Int { extents.reduce(1, *) }

  /// The extent of an axis.
  public subscript(axis: Int) -> Int { extents[axis] }

  /// The row-major strides: the distance, in elements, between neighbors along each axis.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * extents[axis + 1]
    }
    return strides
  }

  /// The shape without its first axis: one sample of a batch.
  ///
  /// - Precondition: the rank is at least 1.
  public var sample: Shape { Shape(Array(extents.dropFirst())) }

  /// The shape of a batch of `size` samples of this shape.
  public func batched(_ size: Int) -> Shape { Shape([size] + extents) }

  /// The shape with another extent on one axis.
  public func replacing(axis: Int, with extent: Int) -> Shape {
    var changed = extents
    changed[axis] = extent
    return Shape(changed)
  }
}

extension Shape: ExpressibleByArrayLiteral {
  /// A shape with the given extents.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  /// The shape in model files and on the screen: `6×28×28`; `1` for a single number.
  public var description: String { text(separator: "×") }

  /// The shape as it is typed: `6x28x28`.
  public var plain: String { text(separator: "x") }

  private func text(separator: String) -> String {
    rank == 0 ? "1" : extents.map(String.init).joined(separator: separator)
  }
}

extension Shape {
  /// The extents with the type of the elements where that is not 32-bit floats: `6×28×28 int8`.
  public func text(of type: ElementType) -> String {
    type == .float32 ? description : "\(self) \(type)"
  }
}
