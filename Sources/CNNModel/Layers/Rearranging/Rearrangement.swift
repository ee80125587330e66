/// A layer that only copies numbers: every output cell is a copy of an input cell, or a constant.
///
/// From these origins follow the passes and the definitions: the gradient of an input cell is the
/// sum over its copies.
protocol Rearrangement: Layer {
  /// The origins of the cells of every output.
  ///
  /// - Precondition: the layer accepts the shapes.
  func origins(_ shapes: [Shape]) -> [Origins]

  /// The constant.
  var filling: Float { get }
}

extension Rearrangement {
  var filling: Float { 0 }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let inputs = pass.inputs.count == 1 ? pass.input.elements : pass.inputs.flatMap(\.elements)
    return ForwardResult(
      outputs: origins(pass.shapes).map { $0.read(inputs, filling: filling).tensor })
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let inputs = pass.inputs.flatMap(\.elements)
    return origins(pass.shapes).map { $0.read(inputs, filling: Double(filling)).reference }
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let joined = JoinedInputs(pass.shapes)
    var gradients = [Float](repeating: 0, count: joined.starts[pass.shapes.count])
    for (origins, gradient) in zip(origins(pass.shapes), pass.gradients) {
      origins.addGradient(gradient, to: &gradients)
    }
    return Gradients(inputs: joined.split(gradients))
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let joined = JoinedInputs(pass.shapes)
    let origins = origins(pass.shapes)
    switch cell {
    case .output(let output, let position):
      let offset = origins[output].offsets[origins[output].shape.offset(of: position)]
      guard offset >= 0 else { return .sum([.constant(Double(filling), "fill")]) }
      let (input, place) = joined.cell(at: offset)
      let value = Double(pass.forward.inputs[input][place])
      return .sum([.term(Term("x", .input(input, place), value))])
    case .inputGradient(let input, let position):
      let offset = joined.offset(of: position, input: input)
      return .sum(
        origins.enumerated().flatMap { output, origins in
          origins.copies(of: offset).map { copy in
            let gy = Double(pass.gradients[output][copy])
            return .term(Term("gy", .outputGradient(output, copy), gy))
          }
        })
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { nil }
}
