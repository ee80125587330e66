import CNNEngine
import CNNModel
import Testing

/// Gradient checks of right and of wrong backward passes, and where rounding leaves it open.
@Suite("Gradient check") struct GradientCheckTests {
  private static let text = """
    input 1x4x4
    conv 2 3x3
    relu
    flatten
    linear 3
    sigmoid
    linear 3
    """

  /// Verdicts of some numbers of every parameter.
  private func verdicts(_ network: Network, _ run: StepRun) -> [GradientCheck.Verdict] {
    var after = run.state
    var execution = Execution(
      Plan(network, batchSize: run.batch.size), batch: run.batch, state: run.state,
      context: run.context)
    execution.run(through: .backward(1), state: &after, optimizer: Self.optimizer)
    let reference = ReferenceExecution(
      network, batch: run.batch, state: run.state, context: run.context)
    let rounding = execution.gradientRounding
    return network.nodes.indices.flatMap { node in
      let gradients = execution.parameterGradients(of: node) ?? []
      let offsets = GradientCheck.offsets(of: node, gradients.map(\.shape.count), limit: 2, seed: 1)
      return offsets.enumerated().flatMap { index, offsets in
        offsets.map {
          GradientCheck.sample(
            of: node, parameter: index, offset: $0, gradients, reference, rounding
          ).slopes.verdict
        }
      }
    }
  }

  private static let optimizer = StochasticGradientDescent(rate: 0.1)

  /// A sample whose class gets so much more of the last bias.
  private func run(_ text: String, surer bias: Float = 0, size: Int = 1) throws -> StepRun {
    var run = try StepRun(text, size: size, mode: .evaluation)
    let last = try #require(run.network.nodes.indices.last { run.state.parameters[$0].count > 1 })
    run.state.parameters[last][1][0] += bias
    return run
  }

  @Test(
    "Where a class is sure, p − 1 is not decidable, and never wrong",
    arguments: ["", "\nsoftmax", "\nlog-softmax"], [11, 14, 16] as [Float])
  func sure(_ end: String, _ bias: Float) throws {
    let run = try run(Self.text + end, surer: bias)
    let found = verdicts(run.network, run)
    #expect(!found.contains(.disagrees))
    #expect(found.contains(.undecidable))
  }

  @Test("Where it is not, all is decidable", arguments: ["", "\nsoftmax", "\nlog-softmax"])
  func ordinary(_ end: String) throws {
    let run = try run(Self.text + end, size: 2)
    #expect(Set(verdicts(run.network, run)).isSubset(of: [.agrees, .nearKink]))
  }

  @Test(
    "No planted fault of a backward pass hides behind rounding, sure to 99 % or not",
    arguments: [0, 5] as [Float])
  func planted(_ bias: Float) throws {
    let run = try run(Self.text, surer: bias)
    var (found, hidden) = (0, [String]())
    for node in run.network.nodes.indices.dropFirst() {
      let faults = run.network.alternatives(of: node).filter { $0.name.hasSuffix("-backward") }
      for fault in faults.enumerated().filter({ $0.offset % Self.step == 0 }).map(\.element) {
        let verdicts = verdicts(run.network.replacing(fault, at: node), run)
        if verdicts.contains(.disagrees) {
          found += 1
        } else if verdicts.contains(.undecidable) {
          hidden.append("\(run.network.nodes[node].name) \(fault.name)")
        }
      }
    }
    #expect(found == (bias == 0 ? 159 : 160))
    // What float16 rounds away is as small as what rounding in 32 bits makes of 1 − p = 0.01.
    #expect(hidden.allSatisfy { bias > 0 && $0.contains("float16") }, "\(hidden)")
  }

  /// One fault of so many is planted.
  private static let step = 12
}
