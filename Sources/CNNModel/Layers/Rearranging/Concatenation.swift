/// Concatenation of several values along an axis, by default the channels.
///
/// Shapes: `[…, a, …]`, `[…, b, …]`, … → `[…, a + b + …, …]`; all other extents are equal. As in
/// PyTorch (`cat`) and ONNX (`Concat`).
package struct Concatenation: Rearrangement {
  /// Negative ones count from the end.
  package let axis: Int

  package init(axis: Int = 1) { self.axis = axis }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard let first = inputs.first else {
      throw ShapeError("\(kind) takes inputs, but none is given")
    }
    let axis = try resolved(axis, of: first)
    for other in inputs {
      guard other.rank == first.rank,
        other.replacing(axis: axis, with: 0) == first.replacing(axis: axis, with: 0)
      else {
        throw ShapeError(
          "\(kind) takes shapes that differ in \(axis == 1 ? "their channels" : "axis \(axis)") "
            + "alone, but gets \(shown(first)) and \(shown(other))")
      }
    }
    return [first.replacing(axis: axis, with: inputs.reduce(0) { $0 + $1[axis] })]
  }

  private func shown(_ shape: Shape) -> Shape { axis == 1 ? shape.sample : shape }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let axis = checked(axis, of: shapes[0])
    let output = checkedOutputShapes(for: shapes)[0]
    let starts = JoinedInputs(shapes).starts
    let blocks = shapes.map { $0.strides[axis] * $0[axis] }
    var offsets: [Int] = []
    offsets.reserveCapacity(output.count)
    for block in 0..<output.extents[..<axis].reduce(1, *) {
      for (start, size) in zip(starts, blocks) {
        offsets += start + block * size..<start + (block + 1) * size
      }
    }
    return [Origins(output, offsets)]
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let extents = inputs.map { $0[checked(axis, of: $0)] }
    return ["\(extents.reduce(0, +)) = " + extents.map(String.init).joined(separator: " + ")]
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { inputs[0].axis(self.axis) == axis ? nil : outputs }

  package static let grammar = LayerGrammar(
    "concat", summary: "concatenates the channels of several layers",
    help: """
      Concatenates several values along an axis, by default their channels; all other extents must \
      be equal.
      """,
    options: [.init("axis", .axis, "the axis (default: 1, the channels)")])

  package init(_ line: LayerLine) throws(LineError) { axis = line.whole("axis") ?? 1 }

  package var text: String { axis == 1 ? kind : "\(kind) axis \(axis)" }
}

extension Concatenation: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .concatenation(axis: checked(axis, of: inputs[0]))
  }
}

extension Concatenation: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let list = "[\(call.inputs.joined(separator: ", "))]"
    switch dialect {
    case .pytorch: return LayerCode("torch.cat(\(list), dim=\(axis))")
    case .keras: return LayerCode("layers.Concatenate(axis=\(axis))(\(list))")
    }
  }
}
