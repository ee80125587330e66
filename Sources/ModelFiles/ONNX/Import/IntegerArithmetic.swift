import CNNModel

/// Exact arithmetic on constant integers and booleans, which wraps around as their types do.
///
/// Double precision, in which other constants are computed, holds only 53 bits.
enum IntegerArithmetic {
  /// Whether all operands are constant integers or booleans.
  static func applies(to operands: [Operand]) -> Bool {
    operands.allSatisfy { $0.array.map { !$0.elementType.isFloating } ?? false }
  }

  /// Element by element over two or more arrays, which are broadcast to a common shape.
  ///
  /// - Parameter type: of the result.
  static func combine(
    _ operands: [Operand], as type: ElementType,
    _ combine: (Int128, Int128) throws(NodeError) -> Int128
  ) throws(NodeError) -> Operand {
    var result = try broadcast(operands[0], to: operands)
    for operand in operands.dropFirst() {
      let next = try broadcast(operand, to: operands)
      for index in result.elements.indices {
        result.elements[index] = try combine(result.elements[index], next.elements[index])
      }
      // Each step wraps around, as it does where only two are combined at a time.
      result.elements =
        NumericArray(shape: result.shape, type: type, integers: result.elements).integers
    }
    return Operand(NumericArray(shape: result.shape, type: type, integers: result.elements))
  }

  /// Element by element over one array.
  static func map(
    _ operand: Operand, as type: ElementType, _ change: (Int128) -> Int128
  ) throws(NodeError) -> Operand {
    let all = try broadcast(operand, to: [operand])
    return Operand(
      NumericArray(shape: all.shape, type: type, integers: all.elements.map(change)))
  }

  /// The elements of the first where the condition holds, and else of the second.
  static func select(
    _ condition: Operand, _ first: Operand, _ second: Operand
  ) throws(NodeError) -> Operand {
    let all = [condition, first, second]
    let (holds, yes, no) = (
      try broadcast(condition, to: all), try broadcast(first, to: all),
      try broadcast(second, to: all)
    )
    let chosen = holds.elements.indices.map {
      holds.elements[$0] != 0 ? yes.elements[$0] : no.elements[$0]
    }
    return Operand(NumericArray(shape: holds.shape, type: first.type, integers: chosen))
  }

  /// Over some axes of an array.
  ///
  /// - Parameter reduce: gives one number for those along the axes; there is at least one.
  static func reduce(
    _ operand: Operand, axes: [Int], keepsAxes: Bool,
    _ reduce: ([Int128]) throws(NodeError) -> Int128
  ) throws(NodeError) -> Operand {
    let (shape, elements) = try broadcast(operand, to: [operand])
    let kept = Shape(shape.extents.enumerated().map { axes.contains($0) ? 1 : $1 })
    let groups = groups(of: elements, shape, axes: axes, kept: kept)
    var results: [Int128] = []
    for group in groups { results.append(try reduce(group)) }
    let remaining = shape.extents.indices.filter { !axes.contains($0) }.map { shape[$0] }
    return Operand(
      NumericArray(
        shape: keepsAxes ? kept : Shape(remaining), type: operand.type, integers: results))
  }

  /// The elements along the axes, for every element of the reduced shape.
  private static func groups(
    of elements: [Int128], _ shape: Shape, axes: [Int], kept: Shape
  ) -> [[Int128]] {
    var groups = [[Int128]](repeating: [], count: kept.count)
    for (offset, element) in elements.enumerated() {
      var position = shape.position(at: offset)
      for axis in axes { position[axis] = 0 }
      groups[kept.offset(of: position)].append(element)
    }
    return groups
  }

  /// The elements of an array, broadcast to the common shape of several.
  private static func broadcast(
    _ operand: Operand, to operands: [Operand]
  ) throws(NodeError) -> (shape: Shape, elements: [Int128]) {
    let shape = try Shape.broadcast(operands.map(\.shape))
    guard shape.count <= Lowering.largestConstant else {
      throw .unsupported(Lowering.excess(shape))
    }
    guard let array = operand.array else {
      preconditionFailure("an operand that is not a constant")
    }
    let elements = array.integers
    guard array.shape != shape else { return (shape, elements) }
    return (shape, array.shape.offsets(broadcastTo: shape).map { elements[$0] })
  }
}

extension Shape {
  /// For every element of a shape that this one is broadcast to, the offset of the element it
  /// repeats.
  fileprivate func offsets(broadcastTo shape: Shape) -> [Int] {
    let (strides, missing) = (strides, shape.rank - rank)
    return (0..<shape.count).map { offset in
      let position = shape.position(at: offset)
      return extents.indices.reduce(0) { sum, axis in
        sum + (self[axis] == 1 ? 0 : strides[axis] * position[axis + missing])
      }
    }
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
