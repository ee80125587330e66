/// Linear (fully connected) layer: every unit is a weighted sum of all inputs, plus a bias.
///
/// `y[n,o] = b[o] + Σ_i w[o,i] · x[n,i]`, as in PyTorch (`Linear`).
///
/// Shapes: `[batch, in]` → `[batch, units]`; the weight is `[units, in]`, the bias `[units]`.
/// Images must be flattened first.
package struct Linear: SingleOutputLayer, WeightedSum, WholeAxisLayer {
  package let units: Int
  package let hasBias: Bool

  package init(units: Int, hasBias: Bool = true) { (self.units, self.hasBias) = (units, hasBias) }

  var biasAxis: Int? { 1 }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input.rank == 2 else {
      throw ShapeError(
        "\(kind) takes a row of numbers, but what comes before it gives \(input.sample)",
        proposal: "write \"flatten\" before it")
    }
    return [[input[0], units]]
  }

  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    let fanIn = inputs[0][1]
    let weight = ParameterDeclaration(
      "weight", .weight, [units, fanIn], fanIn: fanIn, fanOut: units)
    guard hasBias else { return [weight] }
    return [weight, ParameterDeclaration("bias", .bias, [units], fanIn: fanIn, fanOut: units)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let shape = inputs[0].shape
    let y = Loops.rowsTimesTransposed(
      inputs[0].elements, parameters[0].elements, bias: hasBias ? parameters[1].elements : nil,
      rows: shape[0], inner: shape[1], columns: units)
    return PlainArray(shape: [shape[0], units], elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let (batch, inner) = (pass.input.shape[0], pass.input.shape[1])
    let gradient = pass.gradient.elements
    let gx = Loops.rowsTimes(
      gradient, pass.parameters[0].elements, rows: batch, inner: units, columns: inner)
    let gw = Loops.transposedTimes(
      gradient, pass.input.elements, inner: batch, rows: units, columns: inner)
    var parameters = [Tensor(shape: [units, inner], elements: gw)]
    if hasBias {
      let gb = Loops.channelSums(gradient, channels: units, plane: 1)
      parameters.append(Tensor(shape: [units], elements: gb))
    }
    return Gradients(
      inputs: [Tensor(shape: pass.input.shape, elements: gx)], parameters: parameters)
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    ["\(units) units, each a sum over \(inputs[0][1])"]
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int { inputs[0].count * units }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    (0..<shapes[0][1]).map { Tap(cell: [output[0], $0], weight: [output[1], $0]) }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    (0..<units).map { Reach(cell: [cell[0], $0], weight: [$0, cell[1]]) }
  }

  func connections(of weight: Position, _ shapes: [Shape]) -> [Connection] {
    (0..<shapes[0][0]).map { Connection(input: [$0, weight[1]], output: [$0, weight[0]]) }
  }
}

extension Linear {
  package static let grammar = LayerGrammar(
    "linear", summary: "every unit is a weighted sum of all inputs",
    help: "Each unit sums all inputs, each times its own weight, plus a bias.",
    positional: [.init("units", .whole(atLeast: 1), "the number of units")],
    options: [.init("no-bias", .flag, "no bias")])

  package init(_ line: LayerLine) throws(LineError) {
    units = line.whole("units") ?? 1
    hasBias = !line.has("no-bias")
  }

  package var text: String { "\(kind) \(units)" + (hasBias ? "" : " no-bias") }
}

extension Linear: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .linear(units: units, hasBias: hasBias)
  }
}
