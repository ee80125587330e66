/// Gathering one by one: every output cell is the cell at its own position but for one axis, on which
/// a second value has the index.
///
/// `y[i, j, …] = x[indices[i, j, …], j, …]` for axis 0; a negative index counts from the end. As in
/// ONNX (`GatherElements`) and PyTorch (`gather`).
///
/// Shapes: the values, indices of the same rank and at most their extents on the other axes → the
/// shape of the indices.
package struct GatherElements: IndexedRearrangement {
  /// Negative ones count from the end.
  package let axis: Int

  package init(axis: Int = 0) { self.axis = axis }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let (values, indices) = try pair(inputs)
    guard ElementAddresses(axis: try resolved(axis, of: values)).fit(indices, values) else {
      throw ShapeError("\(kind) axis \(axis) takes indices that fit \(values), not \(indices)")
    }
    return [indices]
  }

  func origins(_ values: Shape, _ indices: Shape, _ places: [Int]) -> Origins {
    let addresses = ElementAddresses(axis: checked(axis, of: values))
    return Origins(indices, addresses.offsets(places, indices, in: values))
  }

  func range(
    of index: Int, _ values: Shape, _ indices: Shape
  ) -> IndexRange { values.places(onAxis: checked(axis, of: values)) }

  package static let grammar = LayerGrammar(
    "gather-elements",
    summary: "for every index of another layer the cell that it names on an axis",
    help: """
      Reads values and indices: each index selects a cell of its own line along an axis. A cell's \
      gradient is the sum over its copies.
      """,
    options: [.init("axis", .axis, "the axis (default: 0)")])

  package init(_ line: LayerLine) throws(LineError) { axis = line.whole("axis") ?? 0 }

  package var text: String { axis == 0 ? kind : "\(kind) axis \(axis)" }
}

extension GatherElements: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (x, indices) = (call.inputs[0], call.inputs[1])
    return switch dialect {
    case .pytorch: LayerCode("torch.gather(\(x), \(axis), \(indices).long())")
    case .keras:
      LayerCode("ops.take_along_axis(\(x), ops.cast(\(indices), \"int32\"), axis=\(axis))")
    }
  }
}
