/// Gathering with computed indices: the cells of an axis with the indices of a second value.
///
/// `y[…, i, …] = x[…, indices[i], …]`; a negative index counts from the end, a fractional one is
/// truncated, and one out of range gives NaN. The indices have no gradient. As in ONNX (`Gather`).
///
/// Shapes: the values, the indices → the values' shape with the axis replaced by the axes of the
/// indices.
package struct GatherByInput: ConditionalLayer {
  /// Negative ones count from the end.
  package let axis: Int

  package init(axis: Int = 0) { self.axis = axis }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from A, INDICES\"")
    }
    return [inputs[0].replacing(axis: try resolved(axis, of: inputs[0]), by: inputs[1])]
  }

  /// That of the values. Among integers and booleans an index that names no cell gives 0 or false.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [inputs[0]] }

  private func origins(_ values: Shape, _ indices: Shape, _ numbers: [Double]) -> Origins {
    let axis = checked(axis, of: values)
    let places = numbers.map { $0.magnitude < 0x1p31 ? Int($0) : Int.max }
    return Origins.gathering(places, indices, axis: axis, of: values)
  }

  private func origins(_ pass: ForwardPass) -> Origins {
    origins(pass.shapes[0], pass.shapes[1], pass.inputs[1].elements.map(Double.init))
  }

  package var checkedInputs: [Int] { [1] }

  package func violation(of values: [Value], _ shapes: [Shape]) -> String? {
    let axis = checked(axis, of: shapes[0])
    let extent = shapes[0][axis]
    let indices = (0..<values[0].shape.count).lazy.map { values[0].integer(at: $0) }
    return indices.first { $0 < -extent || $0 >= extent }.map {
      "index \($0) is out of range for the \(extent) of axis \(axis)"
    }
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let origins = origins(pass)
    var result = ForwardResult(origins.read(pass.input.elements, filling: .nan).tensor)
    result.exactOutputs[0] = origins.read([pass.value(0)])
    return result
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let origins = origins(pass.shapes[0], pass.shapes[1], pass.inputs[1].elements)
    return [origins.read(pass.input.elements, filling: .nan).reference]
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    var gradient = [Float](repeating: 0, count: pass.input.shape.count)
    origins(pass.forward).addGradient(pass.gradient, to: &gradient)
    return Gradients(inputs: [
      Tensor(shape: pass.input.shape, elements: gradient), pass.forward.inputs[1].zeros,
    ])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let origins = origins(pass.forward)
    switch cell {
    case .output(_, let position):
      let offset = origins.offsets[origins.shape.offset(of: position)]
      guard offset >= 0 else { return .constant(.nan, "no such cell") }
      let place = pass.input.shape.position(at: offset)
      return .sum([.term(Term("x", .input(0, place), Double(pass.input[offset])))])
    case .inputGradient(0, let position):
      let copies = origins.copies(of: pass.input.shape.offset(of: position))
      return .sum(
        copies.map { .term(Term("gy", .outputGradient(0, $0), Double(pass.gradient[$0]))) })
    case .inputGradient: return .sum([])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    zip(first.inputs[1].elements, second.inputs[1].elements).contains {
      $0.rounded(.towardZero) != $1.rounded(.towardZero)
    }
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { nil }

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
