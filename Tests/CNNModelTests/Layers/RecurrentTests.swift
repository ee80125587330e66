import CNNModel
import Testing

/// Recurrent layers against PyTorch 2.15, with weights and inputs that follow a rule.
struct RecurrentTests {
  private static let input = Tensor(
    shape: [1, 4, 3], elements: (0..<12).map { Float($0 * 5 % 13 - 6) / 6 })

  /// A pass of a layer whose parameters are counted through in PyTorch's order, with the gradient of
  /// `Σ y² / 2`.
  private func run(_ line: String) throws -> (output: [Float], gradients: Gradients) {
    let layer = try LayerCatalog.layer(Word.split(line[...]))
    var next = 0
    let parameters = layer.parameters(for: [Self.input.shape]).map { declaration in
      let elements = (0..<declaration.shape.count).map { Float((next + $0) * 7 % 11 - 5) / 10 }
      next += elements.count
      return Tensor(shape: declaration.shape, elements: elements)
    }
    let forward = ForwardPass(inputs: [Self.input], parameters: parameters)
    let outputs = layer.forward(forward).outputs
    let pass = BackwardPass(forward: forward, outputs: outputs, gradients: outputs)
    return (outputs[0].elements, layer.backward(pass))
  }

  private func expect(_ found: ArraySlice<Float>, _ wanted: [Float]) {
    #expect(found.count == wanted.count)
    #expect(zip(found, wanted).allSatisfy { ($0 - $1).magnitude < 2e-6 }, "\(found)")
  }

  @Test("A bidirectional LSTM")
  func lstm() throws {
    let run = try run("lstm 2 bidirectional")
    expect(
      run.output[...],
      [
        -0.1780023, 0.0690943, 0.2239645, -0.0664888, -0.2111284, 0.0938233, 0.2002322, -0.0265539,
        -0.2195584, 0.0292402, 0.1153903, -0.0021979, -0.2397044, 0.0144684, 0.0981542, 0.0119497,
      ])
    expect(run.gradients.inputs[0].elements[..<4], [-0.0167357, 0.00575, -0.0078071, -0.0074884])
    expect(
      run.gradients.parameters[1].elements[..<4], [-0.0051965, 0.001863, -0.0011538, 0.0004439])
  }

  @Test("A GRU")
  func gru() throws {
    let run = try run("gru 2")
    expect(
      run.output[...],
      [
        0.2611849, -0.1012985, 0.4549804, -0.0681381, -0.0219019, -0.3759694, -0.0922838,
        -0.5611216,
      ])
    expect(run.gradients.inputs[0].elements[..<4], [0.0214507, 0.0146762, 0.0409384, 0.0183766])
    expect(
      run.gradients.parameters[1].elements[..<4], [0.0005313, 0.000224, 0.0095371, -0.0077799])
  }

  @Test("A plain recurrent layer")
  func rnn() throws {
    let run = try run("rnn 2")
    expect(
      run.output[...],
      [
        0.4081033, -0.8889015, 0.4052444, -0.9409848, 0.6014597, -0.7662001, 0.5421888, -0.7338919,
      ])
    expect(run.gradients.inputs[0].elements[..<3], [-0.3952193, 0.0998575, -0.0610373])
    expect(
      run.gradients.parameters[1].elements[..<4], [0.7250559, -1.4041992, -0.3978958, 0.7034027])
  }

  @Test("Parameters have PyTorch's names")
  func names() throws {
    let layer = try LayerCatalog.layer(Word.split("gru 2 bidirectional"))
    #expect(
      layer.parameters(for: [[1, 4, 3]]).map(\.name) == [
        "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse",
        "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse",
      ])
  }

  @Test("Beyond its length a sequence gives 0, and its last state is that of its last step")
  func lengths() throws {
    let layer = try LayerCatalog.layer(Word.split("rnn 1 lengths state no-bias"))
    let pass = ForwardPass(
      inputs: [
        Tensor(shape: [2, 3, 1], elements: [1, 1, 1, 1, 1, 1]),
        Tensor(shape: [2], elements: [1, 3]),
      ],
      parameters: [Tensor(shape: [1, 1], elements: [1]), Tensor(shape: [1, 1], elements: [0])])
    let outputs = layer.forward(pass).outputs
    let one = Float(0.761594156)
    expect(outputs[0].elements[...], [one, 0, 0, one, one, one])
    expect(outputs[1].elements[...], [one, one])
  }

  @Test("What does not fit is a sentence")
  func sentences() throws {
    let layer = try LayerCatalog.layer(Word.split("lstm 3 initial"))
    #expect(throws: ShapeError("lstm 3 initial takes 3 inputs, but 1 is given")) {
      try layer.outputShapes(for: [[1, 4, 3]])
    }
    #expect(throws: ShapeError("lstm takes a first state of 1×1×3, but 1×1×2 is given")) {
      try layer.outputShapes(for: [[1, 4, 3], [1, 1, 2], [1, 1, 2]])
    }
  }
}
