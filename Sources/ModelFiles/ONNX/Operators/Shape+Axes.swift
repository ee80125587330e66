import CNNModel

extension Shape {
  /// The axis that a number means, counted from the end where it is negative.
  ///
  /// - Parameter isEnd: whether the position after the last axis may be meant.
  func axis(_ number: Int, isEnd: Bool = false) throws(NodeError) -> Int {
    let axis = number < 0 ? number + rank : number
    guard axis >= 0, axis < rank || (isEnd && axis == rank) else {
      throw .invalid("axis \(number) is out of range for the \(rank) axes of \(self)")
    }
    return axis
  }

  /// The axes that numbers mean, each once.
  func axes(_ numbers: [Int]) throws(NodeError) -> [Int] {
    var axes: [Int] = []
    for number in numbers {
      let axis = try axis(number)
      guard !axes.contains(axis) else { throw .invalid("axis \(number) occurs twice") }
      axes.append(axis)
    }
    return axes
  }

  /// The axes before one as rows, and the others as columns.
  func matrix(at axis: Int) -> Shape {
    [extents[..<axis].reduce(1, *), extents[axis...].reduce(1, *)]
  }

  /// The shape without one of its axes.
  func removing(axis: Int) -> Shape { Shape(Array(extents[..<axis] + extents[(axis + 1)...])) }

  /// A shape with extents from a file.
  ///
  /// - Throws: where one is negative, or there are more than 2³⁰ elements.
  init(checking extents: [Int]) throws(NodeError) {
    if let extent = extents.first(where: { $0 < 0 }) {
      throw .invalid("an extent of \(extent) is negative")
    }
    let shape = Shape(extents)
    do { try shape.checkSize("an array") } catch { throw .invalid(error.description) }
    self = shape
  }

  /// The shape that several shapes are broadcast to, by the rules of NumPy.
  ///
  /// - Throws: where two extents differ and neither is 1.
  static func broadcast(_ shapes: [Shape]) throws(NodeError) -> Shape {
    let rank = shapes.map(\.rank).max() ?? 0
    var common = [Int](repeating: 1, count: rank)
    for shape in shapes {
      for (axis, extent) in shape.extents.enumerated() where extent != 1 {
        let target = axis + rank - shape.rank
        guard common[target] == 1 || common[target] == extent else {
          let all = shapes.map(\.description).joined(separator: " and ")
          throw .invalid("shapes \(all) cannot be broadcast together")
        }
        common[target] = extent
      }
    }
    let result = Shape(common)
    do { try result.checkSize("a result") } catch { throw .invalid(error.description) }
    return result
  }
}
