import CNNModel
import Testing

/// Losses of networks that end in probabilities, and of outputs with infinite numbers.
@Suite struct ScoreTests {
  private func network(_ end: String, loss: String = "cross-entropy") throws -> Network {
    try Network(text: "input 3\n\(end)\nloss \(loss)", title: "ends")
  }

  private static let shares: [Float] = [0.2, 0.5, 0.3]
  private let output = Tensor(shape: [1, 3], elements: Self.shares)

  @Test(
    "What a network gives follows from the layers at its end",
    arguments: [
      ("softmax", Scores.probabilities(axis: 1)), ("softmax axis -1", .probabilities(axis: 1)),
      ("log-softmax", .logProbabilities(axis: 1)), ("softmax\nlog", .logProbabilities(axis: 1)),
      ("sigmoid", .independentProbabilities), ("linear 4", .logits), ("softmax\ntanh", .logits),
      ("softmax\ndropout 0.5", .probabilities(axis: 1)),
      ("softmax\nreshape 1,3,1,1", .probabilities(axis: 1)),
      ("reshape 1,3,1,1\nsoftmax\nflatten", .probabilities(axis: 1)),
      ("reshape 1,1,3\nsoftmax axis 2", .probabilities(axis: 2)),
      ("reshape 1,1,3\nsoftmax axis 2\nflatten", .probabilities(axis: 1)),
      ("reshape 1,3,1\nsoftmax axis 2", .probabilities(axis: 2)),
    ])
  func ends(_ layers: String, _ scores: Scores) throws {
    #expect(try network(layers).classOutput.scores == scores)
  }

  @Test("Probabilities are not taken for logits: −ln p, with the gradient −1/p at the label")
  func probabilities() throws {
    let loss = try network("softmax").loss
    #expect((loss.value(output, .classes([1])) - 0.693_147_2).magnitude < 1e-6)
    #expect(loss.gradient(output, .classes([1])).elements == [0, -2, 0])
    #expect(loss.defineGradient([0, 1], output, .classes([1])).value == -2)
    #expect(loss.text == "cross-entropy")
  }

  @Test("Through a softmax the gradient is that of the logits")
  func gradientThroughSoftmax() throws {
    let whole = try network("softmax")
    let softmax = whole.nodes[1].layer
    let x = Tensor(shape: [1, 3], elements: [0.5, -1, 2])
    let forward = ForwardPass(inputs: [x])
    let y = softmax.forward(forward).outputs
    let gy = whole.loss.gradient(y[0], .classes([2]))
    let gx = softmax.backward(BackwardPass(forward: forward, outputs: y, gradients: [gy])).inputs[0]
    let direct = CrossEntropy().gradient(x, .classes([2]))
    for (one, other) in zip(gx.elements, direct.elements) {
      #expect((one - other).magnitude < 1e-6)
    }
  }

  @Test("Logarithms of probabilities are taken for what they are, with the gradient −1")
  func logProbabilities() throws {
    let loss = try network("log-softmax").loss
    let x = Tensor(shape: [2, 3], elements: [-1, -2, -3, -4, -5, -.infinity])
    #expect(loss.value(x, .classes([1, 0])) == 3)
    #expect(loss.gradient(x, .classes([1, 0])).elements == [0, -0.5, 0, -0.5, 0, 0])
  }

  @Test("A probability of 0 at the label has an infinite loss, elsewhere it does not count")
  func zeroProbability() throws {
    let loss = try network("softmax").loss
    let x = Tensor(shape: [1, 3], elements: [0, 1, 0])
    #expect(loss.value(x, .classes([0])) == .infinity)
    #expect(loss.gradient(x, .classes([0])).elements == [-.infinity, 0, 0])
    #expect(loss.value(x, .classes([1])) == 0)
    #expect(loss.gradient(x, .classes([1])).elements == [0, -1, 0])
  }

  @Test("Probabilities along another axis than the classes are logits to the loss")
  func otherAxis() throws {
    let loss = try network("reshape 1,3,1\nsoftmax axis 2").loss
    let x = Tensor(shape: [1, 3, 1], elements: [1, 1, 1])
    #expect((loss.value(x, .classes([0])) - 1.098_612_3).magnitude < 1e-6)
  }

  @Test("Where each number is a probability of its own, the loss is binary cross-entropy")
  func sigmoid() throws {
    let whole = try network("sigmoid")
    #expect(whole.loss.text == "binary-cross-entropy")
    let target = whole.loss.target.target([1], [1, 3])
    #expect(target == .values(Tensor(shape: [1, 3], elements: [0, 1, 0])))
    // −(ln 0.8 + ln 0.5 + ln 0.7) / 3
    #expect((whole.loss.value(output, target) - 0.424_321_9).magnitude < 1e-6)
    let slope = whole.loss.gradient(output, target)[0]
    #expect((slope - 1 / 0.8 / 3).magnitude < 1e-6)
    let start = "sigmoid1 gives probabilities, so the loss is binary cross-entropy of them, "
    #expect(whole.classOutput.remark == start + "without a second sigmoid")
  }

  @Test("A single number is yes or no")
  func yesOrNo() throws {
    let logits = try network("linear 1", loss: "binary-cross-entropy")
    #expect(
      logits.loss.target.target([1, 0], [2, 1]).classes(of: [2, 1], .multiLabel) == [1, 0])
    #expect(logits.classOutput.prediction([0.1]) == 1 && logits.classOutput.prediction([-0.1]) == 0)
    #expect(logits.classOutput.prediction([.nan]) == nil)
    let probabilities = try network("linear 1\nsigmoid")
    #expect(
      probabilities.classOutput.prediction([0.6]) == 1
        && probabilities.classOutput.prediction([0.4]) == 0)
    #expect(probabilities.classOutput.probabilities([0.25]) == [0.75, 0.25])
  }

  @Test("A logit of −∞ has the probability 0: it adds no loss where it is not wanted")
  func minusInfinity() {
    let x = Tensor(shape: [1, 3], elements: [1, -.infinity, 1])
    let loss = CrossEntropy()
    #expect((loss.value(x, .classes([0])) - 0.693_147_2).magnitude < 1e-6)
    #expect(loss.gradient(x, .classes([0])).elements == [-0.5, 0, 0.5])
    #expect(loss.value(x, .classes([1])) == .infinity)
    #expect(loss.gradient(x, .classes([1])).elements == [0.5, -1, 0.5])
    #expect((loss.define(x, .classes([0])).value - 0.693_147_2).magnitude < 1e-6)
    #expect(loss.defineGradient([0, 1], x, .classes([0])).value == 0)
    #expect(loss.reference(ReferenceTensor(x), .classes([0])).isFinite)
  }

  @Test("Binary cross-entropy of infinite logits counts only what is wanted")
  func infiniteBinary() {
    let x = Tensor(shape: [1, 2], elements: [.infinity, -.infinity])
    let right = Target.values(Tensor(shape: [1, 2], elements: [1, 0]))
    let wrong = Target.values(Tensor(shape: [1, 2], elements: [0, 1]))
    #expect(BinaryCrossEntropy().value(x, right) == 0)
    #expect(BinaryCrossEntropy().value(x, wrong) == .infinity)
    #expect(BinaryCrossEntropy().gradient(x, right).elements == [0, 0])
    #expect(BinaryCrossEntropy().gradient(x, wrong).elements == [0.5, -0.5])
    #expect(BinaryCrossEntropy().define(x, right).value == 0)
  }

  @Test("Logarithms of probabilities of 0 and 1 are at least −100, as in PyTorch")
  func certainProbabilities() throws {
    let loss = try network("sigmoid").loss
    let x = Tensor(shape: [1, 2], elements: [0, 1])
    let wrong = Target.values(Tensor(shape: [1, 2], elements: [1, 0]))
    #expect(loss.value(x, wrong) == 100)
    #expect(loss.gradient(x, wrong).elements == [-5e11, 5e11])
    #expect(loss.define(x, wrong).value == 100)
    #expect(loss.gradient(x, .values(x)).elements == [0, 0])
  }

  @Test("Target probabilities: one-hot ones give the loss of the class")
  func softTargets() {
    let x = Tensor(shape: [2, 3], elements: [0.5, -1, 2, 0, 3, 1])
    let oneHot = Target.values(Tensor(shape: [2, 3], elements: [0, 0, 1, 0, 1, 0]))
    #expect(CrossEntropy().value(x, oneHot) == CrossEntropy().value(x, .classes([2, 1])))
    #expect(CrossEntropy().gradient(x, oneHot) == CrossEntropy().gradient(x, .classes([2, 1])))
    // Even shares of equal logits: the entropy of three classes.
    let even = Tensor(shape: [1, 3], elements: [1 / 3, 1 / 3, 1 / 3])
    let flat = Tensor(shape: [1, 3], elements: [7, 7, 7])
    #expect((CrossEntropy().value(flat, .values(even)) - 1.098_612_3).magnitude < 1e-6)
  }

  @Test("NaN is for no class")
  func notANumber() {
    #expect(Probabilities.best(of: [1, .nan, 3]) == nil)
    #expect(Probabilities.best(of: [Float.nan]) == nil)
    #expect(Probabilities.best(of: [-.infinity, -.infinity]) == 0)
    #expect(Probabilities.best(of: [1, 3, 3]) == 1)
    #expect(Probabilities.best(of: [Float]()) == nil)
  }

  @Test("The gradient of clip is 0 at its ends", arguments: [Float(-1), 0, 1, 2, 3])
  func clipEnds(_ x: Float) {
    let clip = Clip(minimum: -1, maximum: 2)
    let pass = ForwardPass(inputs: [Tensor(shape: [1], elements: [x])])
    let backward = BackwardPass(
      forward: pass, outputs: clip.forward(pass).outputs,
      gradients: [Tensor(shape: [1], elements: [1])])
    let isInside = x > -1 && x < 2
    #expect(clip.backward(backward).inputs[0][0] == (isInside ? 1 : 0))
    #expect(clip.define(.inputGradient(0, [0]), in: backward).value == (isInside ? 1 : 0))
  }
}
