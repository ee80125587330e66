/// A layer that only copies numbers: every output cell is a copy of an input cell, or a constant.
///
/// From these origins follow the passes and the definitions: the gradient of an input cell is the
/// sum over its copies.
protocol Rearrangement: ValuePreservingLayer, MovingLayer, WholeAxisLayer {
  /// The origins of the cells of every output.
  ///
  /// - Precondition: the layer accepts the shapes.
  func origins(_ shapes: [Shape]) -> [Origins]

  /// The constant.
  var filling: Float { get }

  /// The forward pass of floats.
  func moveFloats(_ pass: ForwardPass) -> ForwardResult
}

extension Rearrangement {
  var filling: Float { 0 }

  /// That of the inputs; integers and booleans are moved exactly.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] {
    [ElementType](repeating: .common(inputs[...]), count: count)
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    var result = moveFloats(pass)
    guard !pass.exactInputs.isEmpty else { return result }
    let inputs = pass.inputs.indices.map(pass.value)
    for (output, origins) in origins(pass.shapes).enumerated() {
      result.exactOutputs[output] = origins.read(inputs)
    }
    return result
  }

  func moveFloats(_ pass: ForwardPass) -> ForwardResult {
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
      let value = pass.forward.value(input).double(at: offset - joined.starts[input])
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
}
