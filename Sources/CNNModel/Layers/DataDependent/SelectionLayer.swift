/// A layer that copies cells of its first input; which ones, the numbers of its inputs decide.
///
/// The gradient of a cell is the sum over its copies; the other inputs have none.
protocol SelectionLayer: WholeAxisLayer {
  /// The cell of the first input that each output cell copies; none for 0.
  func origins(_ inputs: InputNumbers) -> Origins
}

extension SelectionLayer {
  /// That of the first input.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [ElementType](repeating: inputs[0], count: count) }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let origins = origins(InputNumbers(pass))
    var result = ForwardResult(origins.read(pass.input.elements, filling: 0).tensor)
    result.exactOutputs[0] = origins.read([pass.value(0)])
    return result
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    [origins(InputNumbers(pass)).read(pass.input.elements, filling: 0).reference]
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    var gradient = [Float](repeating: 0, count: pass.input.shape.count)
    origins(InputNumbers(pass.forward)).addGradient(pass.gradient, to: &gradient)
    let own = Tensor(shape: pass.input.shape, elements: gradient)
    return Gradients(inputs: [own] + pass.forward.inputs.dropFirst().map(\.zeros))
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let input = pass.forward.value(0)
    return origins(InputNumbers(pass.forward)).define(
      cell, in: pass, missing: .constant(0, "no cell")
    ) { input.double(at: $0) }
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    origins(InputNumbers(first)).offsets != origins(InputNumbers(second)).offsets
  }
}
