/// Gathering by tuples: every tuple of indices in a second value selects a cell or a part of the
/// first.
///
/// `y[b, i, …] = x[b, indices[b, i, 0], indices[b, i, 1], …]`, where the tuples lie on the last axis of
/// the indices and the batch axes b are those that both have in front. A negative index counts from
/// the end. As in ONNX (`GatherND`).
///
/// Shapes: `[batch…, a, b, rest…]`, `[batch…, n…, 2]` → `[batch…, n…, rest…]`.
package struct GatherSlices: IndexedRearrangement {
  /// The number of axes that both inputs have in front.
  package let batchAxes: Int

  package init(batchAxes: Int = 0) { self.batchAxes = batchAxes }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let (values, indices) = try pair(inputs)
    guard let depth = SliceAddresses(batchAxes: batchAxes).depth(indices, values) else {
      throw ShapeError(
        "\(kind) with \(batchAxes) batch axes takes tuples of indices that fit \(values), "
          + "not \(indices)")
    }
    return [
      Shape(Array(indices.extents.dropLast()) + values.extents[(batchAxes + depth)...])
    ]
  }

  func origins(_ values: Shape, _ indices: Shape, _ places: [Int]) -> Origins {
    let addresses = SliceAddresses(batchAxes: batchAxes)
    return Origins(
      Shape(
        Array(indices.extents.dropLast())
          + values.extents[(batchAxes + indices[indices.rank - 1])...]),
      addresses.offsets(places, indices, in: values))
  }

  func range(
    of index: Int, _ values: Shape, _ indices: Shape
  ) -> IndexRange {
    values.places(onAxis: batchAxes + index % indices[indices.rank - 1])
  }

  package static let grammar = LayerGrammar(
    "gather-nd", summary: "the cells or parts that tuples of indices of another layer name",
    help: """
      Reads values and indices, whose last axis is a tuple with an index for each of the first \
      axes. A cell's gradient is the sum over its copies.
      """,
    options: [
      .init("batch", .whole(atLeast: 0), "how many axes in front are a batch (default: 0)")
    ])

  package init(_ line: LayerLine) throws(LineError) { batchAxes = line.whole("batch") ?? 0 }

  package var text: String { batchAxes == 0 ? kind : "\(kind) batch \(batchAxes)" }
}

extension GatherSlices: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let indices =
      dialect == .pytorch
      ? "\(call.inputs[1]).long()" : "ops.cast(\(call.inputs[1]), \"int32\")"
    guard batchAxes == 0 else { return .unknown(text, call) }
    let name = dialect == .pytorch ? "unbind" : "unstack"
    let axis = dialect == .pytorch ? "dim" : "axis"
    return LayerCode("\(call.input)[tuple(\(dialect.library).\(name)(\(indices), \(axis)=-1))]")
  }
}
