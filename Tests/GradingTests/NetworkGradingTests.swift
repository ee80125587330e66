import CNNEngine
import CNNModel
import Differences
import Grading
import ModelFiles
import TestSupport
import Testing

@Suite("Judging networks") struct NetworkGradingTests {
  private static let text = """
    input 1x6x7
    conv 2 3x3
    tanh
    maxpool 2
    flatten
    linear 3
    """

  private let network: Network
  private let state: ModelState
  private let batch: Batch

  init() throws {
    network = try Network(text: Self.text, title: "small")
    state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0), seed: 4)
    batch = Batch(inputs: [SmallAnswer.numbers([1, 1, 6, 7], 5)], target: .classes([1]))
  }

  /// The tensors of a step in which a node may compute something else.
  private func tensors(of network: Network) -> [NamedArray] {
    let plan = Plan(network, batchSize: 1)
    var (moved, arrays) = (state, [NamedArray]())
    var execution = Execution(plan, batch: batch, state: state, context: PassContext())
    for phase in plan.phases where phase != .update {
      execution.run(phase, state: &moved, optimizer: StochasticGradientDescent(rate: 0))
    }
    for (node, one) in network.nodes.enumerated() {
      let value = ValueReference(node)
      if let output = execution.output(value) {
        arrays.append(NamedArray(one.name, NumericArray(output)))
      }
      if let gradient = execution.gradient(value) {
        arrays.append(NamedArray("\(one.name).gradient", NumericArray(gradient)))
      }
      for (index, parameter) in network.parameters(of: node).enumerated() {
        guard let gradients = execution.parameterGradients(of: node) else { continue }
        arrays.append(
          NamedArray("\(one.name).\(parameter.name).gradient", NumericArray(gradients[index])))
      }
    }
    return arrays
  }

  private func graded(_ arrays: [NamedArray]) throws -> GradedAnswer {
    try withFolder { folder in
      try NpzFile.write(arrays, to: "\(folder)/answer.npz")
      let task = NetworkTask(network, state, mode: .evaluation, batches: [batch])
      return NetworkGrader(task).grade(files: [0: "\(folder)/answer.npz"], name: "answer")
    }
  }

  @Test("A right network is right, layer by layer")
  func right() throws {
    let answer = try graded(tensors(of: network))
    #expect(answer.isRight && answer.guilty == [])
  }

  @Test("A layer with another backward pass is the guilty one; what lies before it inherits")
  func guilty() throws {
    let node = try #require(network.node(named: "conv1"))
    let tanh = try #require(network.node(named: "tanh1"))
    for (node, rule) in [(tanh, "slope-ignored"), (node, "kernel-turned")] {
      let alternative = try #require(
        network.nodes[node].layer.alternatives(for: network.inputShapes(of: node))
          .first { $0.rule == rule && $0.phase == .backward })
      let answer = try graded(tensors(of: network.replacing(alternative, at: node)))
      #expect(answer.guilty == [network.nodes[node].name], "\(rule)")
      #expect(answer.named.contains(rule), "\(answer.named)")
    }
  }

  @Test("Gradients before a wrong one are inherited")
  func inherited() throws {
    let tanh = try #require(network.node(named: "tanh1"))
    let alternative = try #require(
      network.nodes[tanh].layer.alternatives(for: network.inputShapes(of: tanh))
        .first { $0.name == "slope-ignored-backward" })
    let verdicts = SmallAnswer.verdicts(
      try graded(tensors(of: network.replacing(alternative, at: tanh))))
    #expect(verdicts["conv1.gradient"] == .wrong && verdicts["input.gradient"] == .inherited)
    #expect(verdicts["conv1.weight.gradient"] == .inherited && verdicts["tanh1.gradient"] == .right)
  }

  @Test("A gradient of the loss that is not averaged is the loss's own mistake")
  func loss() throws {
    let arrays = tensors(of: network).map { named in
      named.name.hasSuffix("gradient")
        ? NamedArray(named.name, NumericArray(named.array.tensor.map { $0 * 2 })) : named
    }
    #expect(try graded(arrays).guilty == ["loss"])
  }

  @Test("The value of the loss is judged where it is handed in, and not missed elsewhere")
  func lossValue() throws {
    let arrays = tensors(of: network)
    func verdict(_ loss: Double) throws -> GradedAnswer {
      try graded(arrays + [NamedArray("loss", NumericArray(shape: [], doubles: [loss]))])
    }
    let output = try #require(arrays.first { $0.name == "linear1" }).array.tensor
    let right = Double(network.loss.value(output, .classes([1])))
    #expect(try verdict(right).isRight)
    let wrong = try verdict(2 * right + 1)
    #expect(wrong.guilty == ["loss"] && SmallAnswer.verdicts(wrong)["loss"] == .wrong)
    #expect(SmallAnswer.verdicts(try graded(arrays))["loss"] == nil)
  }

  @Test("A dealt network is judged from its folder")
  func dealt() throws {
    try withFolder { folder in
      _ = try NetworkTask.deal(network, state, cases: 1, seed: 0, to: folder)
      let task = try #require(try NetworkTask.read(folder: folder))
      #expect(task.network.nodes.map(\.name) == network.nodes.map(\.name))
      try NpzFile.write(tensors(of: network), to: "\(folder)/answer-1.npz")
      let graded = try GradedFolder(folder)
      let files = try Submissions(folder: folder, answers: nil, cases: graded.caseFiles)
      // The step of another input: every layer is right by itself.
      let answer = graded.grade(files.all[0])
      #expect(answer.guilty?.isEmpty == false && !answer.isRight)
    }
  }

  @Test("A file without names of the network is refused")
  func unknownNames() throws {
    let answer = try graded([NamedArray("other", NumericArray(shape: [1], doubles: [1]))])
    #expect(answer.failures[0].contains("no name in it is known: it holds other"))
  }
}
