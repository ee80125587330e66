import CNNModel
import Checkup
import Testing

/// Each question with a network or data that it must find, and one that it must not.
@Suite("Check-up") struct CheckupTests {
  private func verdict(_ name: String, _ subject: CheckupSubject) throws -> CheckupVerdict {
    try #require(answers(subject)[name]).verdict
  }

  @Test("A sound network has ticks alone, and the answers are the same again")
  func sound() throws {
    let subject = try subject()
    let found = answers(subject)
    #expect(found.count == 12)
    for answer in found.values {
      #expect(answer.verdict == .tick || answer.name == "update-size", "\(answer)")
    }
    #expect(found == answers(subject))
  }

  @Test("Inputs of 0 to 255, constant ones and NaN", arguments: [255, 0, .nan] as [Float])
  func inputScale(_ factor: Float) throws {
    var train = Images()
    train.images = train.images.map { $0.map { $0 * factor } }
    #expect(try verdict("input-scale", subject(train: train)) == .cross)
  }

  @Test("One class, a class without samples, and one that is rare")
  func balance() throws {
    #expect(try verdict("class-balance", subject(train: Images(classes: 1))) == .cross)
    let missing = try #require(answers(subject(train: Images(classes: 3)))["class-balance"])
    #expect(missing.verdict == .cross && missing.sentence.contains("the first is class 3"))
    var rare = Images()
    rare.labels = rare.labels.enumerated().map { $0.offset < 4 ? $0.element : $0.element % 3 }
    #expect(try verdict("class-balance", subject(train: rare)) == .cross)
  }

  @Test("Test images that are training images, and a part that serves for both")
  func leak() throws {
    var test = Images(20, seed: 2)
    test.images[7] = Images().images[11]
    let answer = try #require(answers(subject(test: test))["test-leak"])
    #expect(answer.verdict == .cross && answer.number == 0.05)
    #expect(
      answer.sentence == "1 of 20 test images are among 48 training images, the first is "
        + "test:7 = train:11; none is expected")
    #expect(answer.look == "input quarters:test:7")
    #expect(try verdict("test-leak", subject(isShared: true)) == .cross)
    var rare = Images(200, seed: 2)
    rare.images[0] = Images().images[0]
    #expect(try verdict("test-leak", subject(test: rare)) == .unsure)
    #expect(try verdict("test-leak", subject(test: Images(0))) == .notApplicable)
  }

  @Test("Softmax of a softmax is found, one softmax is not")
  func softmax() throws {
    let text = "input 1x4x4\nflatten\nlinear 4\nsoftmax"
    #expect(try verdict("softmax-twice", subject(text)) == .tick)
    let twice = try #require(answers(subject(text + "\nsoftmax"))["softmax-twice"])
    #expect(twice.verdict == .cross && twice.look == "open softmax2")
  }

  @Test("Large initial weights make another loss than ln 4")
  func start() throws {
    let text = "input 1x4x4\nflatten\nlinear 8\ntanh\nlinear 4\ninit normal 9"
    let answer = try #require(answers(subject(text))["loss-at-start"])
    #expect(answer.verdict == .cross && answer.sentence.hasSuffix("1.386 = ln 4 is expected"))
  }

  @Test("The loss at the start says when the parameters are no longer the initial ones")
  func startOfTrained() throws {
    var subject = try subject()
    let fresh = try #require(answers(subject)["loss-at-start"])
    #expect(fresh.sentence.hasPrefix("with new parameters the loss is "))
    subject.state.parameters = subject.state.parameters.map { $0.map(\.zeros) }
    let answer = try #require(answers(subject)["loss-at-start"])
    #expect(
      answer.sentence.hasPrefix(
        "with new parameters, not those of now with a loss of 1.386, the loss is "))
    #expect(answer.number == fresh.number)
  }

  @Test("Weights of 0 hide the input")
  func input() throws {
    var subject = try subject()
    subject.state.parameters = subject.state.parameters.map { $0.map(\.zeros) }
    #expect(try verdict("input-matters", subject) == .cross)
  }

  @Test("A wrong backward pass")
  func gradients() throws {
    var subject = try subject()
    let node = 3
    let wrong = try #require(
      subject.network.alternatives(of: node).first { $0.name.hasSuffix("backward") })
    subject.network = subject.network.replacing(wrong, at: node)
    let answer = try #require(answers(subject)["gradients"])
    #expect(answer.verdict == .cross && answer.look?.hasPrefix("cnnscope check") == true)
  }

  @Test("Gradients of a class that is sure are not decidable, rather than wrong")
  func sureGradients() throws {
    var subject = try subject(train: Images(classes: 1))
    let last = subject.network.output.node
    subject.state.parameters[last][1][0] += 15
    let answer = try #require(answers(subject)["gradients"])
    #expect(answer.verdict != .cross)
    #expect(
      answer.sentence.hasSuffix("not decidable at this accuracy, as rounding can make the error"))
  }

  @Test("Dead and saturated units", arguments: ["relu", "tanh", "sigmoid"])
  func dead(_ function: String) throws {
    var subject = try subject("input 1x4x4\nflatten\nlinear 8\n\(function)\nlinear 4")
    #expect(try verdict("dead-units", subject) != .cross)
    subject.state.parameters[2][1] = subject.state.parameters[2][1].map { _ in -50 }
    let answer = try #require(answers(subject)["dead-units"])
    #expect(answer.verdict == .cross && answer.number == 1)
  }

  @Test("A deep network of sigmoids loses its gradient, one layer has none to compare")
  func flow() throws {
    let layers = [String](repeating: "linear 8\nsigmoid", count: 6).joined(separator: "\n")
    #expect(
      try verdict("gradient-flow", subject("input 1x4x4\nflatten\n\(layers)\nlinear 4")) == .cross)
    #expect(
      try verdict("gradient-flow", subject("input 1x4x4\nflatten\nlinear 4")) == .notApplicable)
  }

  @Test("Rates that move weights too little and too much", arguments: [1e-8, 50])
  func updates(_ rate: Double) throws {
    let subject = try subject(optimizer: StochasticGradientDescent(rate: rate))
    let found = answers(subject)
    #expect(found["update-size"]?.verdict == .cross)
    #expect(found["learning-rate"]?.verdict != .tick)
  }

  @Test("A rate that is much too small is a cross")
  func rate() throws {
    let subject = try subject(optimizer: StochasticGradientDescent(rate: 1e-4))
    let answer = try #require(answers(subject)["learning-rate"])
    #expect(answer.verdict == .cross && answer.look == "find-rate", "\(answer)")
  }

  @Test("Equal images of different classes cannot be learnt by heart")
  func oneBatch() throws {
    var train = Images()
    train.images = train.images.map { _ in train.images[0] }
    #expect(try verdict("one-batch", subject(train: train)) == .cross)
  }

  @Test("What does not apply to values, and to a network without parameters")
  func notApplicable() throws {
    let values = answers(
      try subject("input 1x4x4\nflatten\nlinear 8\nlinear 16\nloss squared-error"))
    for name in ["class-balance", "softmax-twice", "loss-at-start", "dead-units"] {
      #expect(values[name]?.verdict == .notApplicable, "\(name)")
      #expect(values[name]?.look == nil)
    }
    let bare = answers(try subject("input 1x4x4\navgpool 2\nflatten"))
    for name in ["gradients", "update-size", "one-batch", "learning-rate", "gradient-flow"] {
      #expect(bare[name]?.verdict == .notApplicable, "\(name)")
    }
  }
}
