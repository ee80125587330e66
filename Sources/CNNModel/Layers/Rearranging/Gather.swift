/// Gathering: the cells of an axis with given indices, in their order, with repetition.
///
/// `y[…, i, …] = x[…, indices[i], …]`; a negative index counts from the end. As in ONNX (`Gather`
/// with constant indices).
///
/// Shapes: the axis is replaced by the axes of the indices.
package struct Gather: Rearrangement {
  /// Negative ones count from the end.
  package let axis: Int
  package let indices: [Int]
  /// The shape of the indices; rank 0 is a single index, which removes the axis.
  package let indicesShape: Shape

  /// - Precondition: the shape has as many elements as there are indices.
  package init(axis: Int, indices: [Int], indicesShape: Shape? = nil) {
    let shape = indicesShape ?? [indices.count]
    precondition(shape.count == indices.count, "\(indices.count) indices for \(shape)")
    (self.axis, self.indices, self.indicesShape) = (axis, indices, shape)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let axis = try resolved(axis, of: input)
    if let wrong = indices.first(where: { $0 < -input[axis] || $0 >= input[axis] }) {
      throw ShapeError(
        "\(kind) takes cell \(wrong) of axis \(axis), but \(input) has \(input[axis]) there")
    }
    return [input.replacing(axis: axis, by: indicesShape)]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let axis = checked(axis, of: shapes[0])
    return [Origins.gathering(indices, indicesShape, axis: axis, of: shapes[0])]
  }

  package static let grammar = LayerGrammar(
    "gather", summary: "the cells of an axis with the given indices",
    help: """
      Selects cells of an axis in the order of the indices; a cell's gradient is the sum over its \
      copies. A negative index counts from the end.
      """,
    options: [
      .init("axis", .axis, "the axis (default: 0)"),
      .init("indices", .wholes, "the indices; negative ones count from the end"),
      .init("shape", .extents, "the shape of the indices (default: one axis)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let indices = line.wholes("indices") ?? []
    let shape = line.shape("shape") ?? [indices.count]
    guard shape.count == indices.count else {
      throw LineError(
        "gather has \(indices.count) indices for a shape of \(shape.count)",
        column: line.keyword.column)
    }
    self.init(axis: line.whole("axis") ?? 0, indices: indices, indicesShape: shape)
  }

  package var text: String {
    var words = [kind]
    if axis != 0 { words += ["axis", "\(axis)"] }
    words += ["indices", indices.words]
    if indicesShape != [indices.count] { words += ["shape", indicesShape.extentsText] }
    return words.joined(separator: " ")
  }
}

extension Shape {
  /// The shape with an axis replaced by the axes of another shape.
  func replacing(axis: Int, by inner: Shape) -> Shape {
    Shape(Array(extents[..<axis]) + inner.extents + Array(extents[(axis + 1)...]))
  }
}

extension Origins {
  /// The cells of an axis with the given indices, counted from either end; the constant for an
  /// index out of range.
  static func gathering(
    _ indices: [Int], _ shape: Shape, axis: Int, of input: Shape
  ) -> Origins {
    var addends = zip(input.extents, input.strides).map { extent, stride in
      (0..<extent).map { $0 * stride }
    }
    addends[axis] = indices.map { index in
      let place = index < 0 ? index + input[axis] : index
      let isInside = place >= 0 && place < input[axis]
      return isInside ? place * input.strides[axis] : Offsets.outside
    }
    return Origins(input.replacing(axis: axis, by: shape), Offsets.sums(addends))
  }
}

extension Gather: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axis = checked(axis, of: call.shapes[0])
    let places = PythonList(indices, indicesShape).text
    switch dialect {
    case .pytorch:
      let before = String(repeating: ":, ", count: axis)
      let list = indicesShape.rank == 0 ? places : "torch.tensor(\(places))"
      return LayerCode("\(call.input)[\(before)\(list)]")
    case .keras: return LayerCode("ops.take(\(call.input), \(places), axis=\(axis))")
    }
  }
}

/// Nested lists of integers in Python.
private struct PythonList {
  let text: String

  init(_ numbers: [Int], _ shape: Shape) {
    guard let extent = shape.extents.first, extent > 0 else {
      text = shape.rank == 0 ? "\(numbers.first ?? 0)" : "[]"
      return
    }
    let inner = Shape(Array(shape.extents.dropFirst()))
    let parts = (0..<extent).map {
      PythonList(Array(numbers[$0 * inner.count..<($0 + 1) * inner.count]), inner).text
    }
    text = "[" + parts.joined(separator: ", ") + "]"
  }
}
