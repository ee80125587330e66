/// The position of one number in a tensor: an index on every axis, outermost first.
public struct Position: Hashable, Sendable {
  /// One index per axis.
  public var indices: [Int]

  /// A position with the given indices.
  public init(_ indices: [Int]) { self.indices = indices }

  /// The index on an axis.
  public subscript(axis: Int) -> Int {
    get { indices[axis] }
    set { indices[axis] = newValue }
  }

  /// The position without its first axis: the same cell within its sample.
  public var sample: Position { Position(Array(indices.dropFirst())) }
}

extension Position: ExpressibleByArrayLiteral {
  /// A position with the given indices.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Position: CustomStringConvertible {
  /// `[0,3,2]`
  public var description: String { "[" + indices.map(String.init).joined(separator: ",") + "]" }
}

extension Shape {
  /// Whether the position has an index within the extent of every axis.
  public func contains(_ position: Position) -> Bool {
    position.indices.count == rank
      && zip(position.indices, extents).allSatisfy { $0 >= 0 && $0 < $1 }
  }

  /// The row-major offset of a position.
  ///
  /// - Precondition: the shape contains the position.
  public func offset(of position: Position) -> Int {
    precondition(contains(position), "no position \(position) in \(self)")
    return zip(position.indices, extents).reduce(0) { $0 * $1.1 + $1.0 }
  }

  /// The position of a row-major offset.
  public func position(at offset: Int) -> Position {
    var rest = offset
    var indices = [Int](repeating: 0, count: rank)
    for axis in (0..<rank).reversed() {
      indices[axis] = rest % extents[axis]
      rest /= extents[axis]
    }
    return Position(indices)
  }

  /// The offsets of all positions with `index` on an axis, in row-major order.
  func offsets(onAxis axis: Int, at index: Int) -> [Int] {
    let inner = strides[axis]
    let outer = inner * extents[axis]
    guard outer > 0 else { return [] }
    return stride(from: index * inner, to: count, by: outer).flatMap { $0..<$0 + inner }
  }
}
