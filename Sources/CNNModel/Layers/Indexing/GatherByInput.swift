/// Gathering with computed indices: the cells of an axis with the indices of a second value.
///
/// `y[…, i, …] = x[…, indices[i], …]`; a negative index counts from the end. As in ONNX (`Gather`).
///
/// Shapes: the values, the indices → the values' shape with the axis replaced by the axes of the
/// indices.
package struct GatherByInput: IndexedRearrangement {
  /// Negative ones count from the end.
  package let axis: Int

  package init(axis: Int = 0) { self.axis = axis }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let (values, indices) = try pair(inputs)
    return [values.replacing(axis: try resolved(axis, of: values), by: indices)]
  }

  func origins(_ values: Shape, _ indices: Shape, _ places: [Int]) -> Origins {
    Origins.gathering(places, indices, axis: checked(axis, of: values), of: values)
  }

  func range(
    of index: Int, _ values: Shape, _ indices: Shape
  ) -> IndexRange { values.places(onAxis: checked(axis, of: values)) }

  package static let grammar = LayerGrammar(
    "gather-by", summary: "the cells of an axis with the indices of another layer",
    help: """
      Reads values and indices: selects the cells of an axis in the order of the indices, such as \
      the rows of an embedding. A cell's gradient is the sum over its copies.
      """,
    options: [.init("axis", .axis, "the axis (default: 0)")])

  package init(_ line: LayerLine) throws(LineError) { axis = line.whole("axis") ?? 0 }

  package var text: String { axis == 0 ? kind : "\(kind) axis \(axis)" }
}

extension GatherByInput: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axis = checked(axis, of: call.shapes[0])
    switch dialect {
    case .pytorch:
      let before = String(repeating: ":, ", count: axis)
      return LayerCode("\(call.input)[\(before)\(call.inputs[1]).long()]")
    case .keras:
      let places = "ops.cast(\(call.inputs[1]), \"int32\")"
      return LayerCode("ops.take(\(call.input), \(places), axis=\(axis))")
    }
  }
}
