import CNNModel

/// Exact arithmetic on known integers and truth values, which wraps around as their types do.
///
/// Double precision, which everything else that is known goes through, holds 53 bits.
enum IntegerArithmetic {
  /// Whether all operands are known and of integers or truth values.
  static func takes(_ operands: [Operand]) -> Bool {
    operands.allSatisfy { $0.array.map { !$0.elementType.isFloating } ?? false }
  }

  /// Element by element over two or more arrays, which are stretched to a common shape.
  ///
  /// - Parameter type: of the result.
  static func combine(
    _ operands: [Operand], as type: ElementType,
    _ combine: (Int128, Int128) throws(NodeError) -> Int128
  ) throws(NodeError) -> Operand {
    var result = try stretched(operands[0], to: operands)
    for operand in operands.dropFirst() {
      let next = try stretched(operand, to: operands)
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
    let all = try stretched(operand, to: [operand])
    return Operand(
      NumericArray(shape: all.shape, type: type, integers: all.elements.map(change)))
  }

  /// The elements of the first where the condition holds, and else of the second.
  static func select(
    _ condition: Operand, _ first: Operand, _ second: Operand
  ) throws(NodeError) -> Operand {
    let all = [condition, first, second]
    let (holds, yes, no) = (
      try stretched(condition, to: all), try stretched(first, to: all),
      try stretched(second, to: all)
    )
    let chosen = holds.elements.indices.map {
      holds.elements[$0] != 0 ? yes.elements[$0] : no.elements[$0]
    }
    return Operand(NumericArray(shape: holds.shape, type: first.type, integers: chosen))
  }

  /// Over some axes of an array.
  ///
  /// - Parameter reduce: gives one number for those along the axes, of which there is at least one.
  static func reduce(
    _ operand: Operand, axes: [Int], keepsAxes: Bool,
    _ reduce: ([Int128]) throws(NodeError) -> Int128
  ) throws(NodeError) -> Operand {
    let (shape, elements) = try stretched(operand, to: [operand])
    let extents = shape.extents.enumerated().map { axes.contains($0) ? 1 : $1 }
    let kept = Shape(extents)
    var groups = [[Int128]](repeating: [], count: kept.count)
    for (offset, element) in elements.enumerated() {
      var position = shape.position(at: offset)
      for axis in axes { position[axis] = 0 }
      groups[kept.offset(of: position)].append(element)
    }
    var results: [Int128] = []
    for group in groups { results.append(try reduce(group)) }
    let squeezed = Shape(extents.indices.filter { !axes.contains($0) }.map { extents[$0] })
    return Operand(
      NumericArray(
        shape: keepsAxes ? kept : squeezed, type: operand.type, integers: results))
  }

  private static func stretched(
    _ operand: Operand, to operands: [Operand]
  ) throws(NodeError) -> (shape: Shape, elements: [Int128]) {
    let shape = try Shape.common(operands.map(\.shape))
    guard shape.count <= Lowering.largestConstant else {
      throw .unsupported("a constant of \(shape) is too large")
    }
    guard let array = operand.array else { preconditionFailure("an array that is not known") }
    let elements = array.integers
    guard array.shape != shape else { return (shape, elements) }
    let strides = array.shape.strides
    let missing = shape.rank - array.shape.rank
    return (
      shape,
      (0..<shape.count).map { offset in
        let position = shape.position(at: offset)
        return elements[
          array.shape.extents.indices.reduce(0) { sum, axis in
            sum + (array.shape[axis] == 1 ? 0 : strides[axis] * position[axis + missing])
          }]
      }
    )
  }
}

extension Shape {
  /// The shape that several are stretched to: axes counted from the last, extents of 1 as large as
  /// the others.
  ///
  /// - Throws: where two extents are neither equal nor 1.
  static func common(_ shapes: [Shape]) throws(NodeError) -> Shape {
    let rank = shapes.map(\.rank).max() ?? 0
    var common = [Int](repeating: 1, count: rank)
    for shape in shapes {
      for (axis, extent) in shape.extents.enumerated() where extent != 1 {
        let place = axis + rank - shape.rank
        guard common[place] == 1 || common[place] == extent else {
          let all = shapes.map(\.description).joined(separator: " and ")
          throw .mistake("shapes \(all) do not go together")
        }
        common[place] = extent
      }
    }
    let result = Shape(common)
    do { try result.checkSize("a result") } catch { throw .mistake(error.description) }
    return result
  }
}
