import CNNEngine
import CNNModel
import Testing

@Suite("Held cells, and forward passes that are reused", .serialized)
struct HeldCellsTests {
  /// Values that share memory in a fused program: of a reshape, a sum, a concatenation.
  private static let text = """
    input 3x6x6
    a: conv 4 3x3 pad 1
    b: batchnorm
    c: tanh
    d: conv 4 3x3 pad 1 from a
    e: add from c, d
    f: concat from e, a
    g: relu
    h: maxpool 2
    i: flatten
    j: dropout 0.25
    k: linear 5
    l: sigmoid
    m: linear 4
    """

  private static func plans(_ run: StepRun) -> [(name: String, plan: Plan)] {
    let size = run.batch.size
    return [
      ("plain", Plan(run.network, batchSize: size, layout: PlainLayout())),
      ("interleaved", Plan(run.network, batchSize: size, isBlocked: false)),
      ("blocked", Plan(run.network, batchSize: size, isBlocked: true)),
    ]
  }

  /// Two cells of a node's output, in the first and the last sample.
  private static func cells(_ run: StepRun, _ node: Int) -> HeldCells {
    let count = run.network.outputShapes(of: node, batch: run.batch.size)[0].count
    var held = HeldCells()
    held.hold(1, at: 0.75)
    held.hold(count - 2, at: -0.5)
    return held
  }

  private static func step(
    _ run: StepRun, _ plan: Plan, _ held: [Int: HeldCells], reusing earlier: Execution? = nil
  ) -> Execution {
    var state = run.state
    var execution = Execution(
      plan, batch: run.batch, state: run.state, context: run.context, held: held)
    if let earlier { execution.reuse(earlier) }
    execution.run(
      through: .update, state: &state, optimizer: StochasticGradientDescent(rate: 0.1))
    return execution
  }

  @Test(
    "A held cell has its number in every layout, and the passes are those of the layers",
    arguments: [2, 16])
  func layouts(_ size: Int) throws {
    let run = try StepRun(Self.text, size: size)
    let plans = Self.plans(run)
    for node in run.network.nodes.indices.dropFirst() {
      let held = [node: Self.cells(run, node)]
      let right = Self.step(run, plans[0].plan, held)
      for (name, plan) in plans {
        let execution = Self.step(run, plan, held)
        let output = try #require(execution.output(ValueReference(node))).elements
        #expect(output[1] == 0.75 && output[output.count - 2] == -0.5)
        for (own, other) in zip(StepRun.numbers(right), StepRun.numbers(execution)) {
          #expect(
            StepRun.difference(own, other) == nil, "\(name): \(run.network.nodes[node].name)")
        }
      }
    }
  }

  @Test("No gradient goes back through a held cell, and that of the cell itself stays")
  func gradients() throws {
    let run = try StepRun("input 4\na: linear 3 no-bias\nb: tanh\nc: linear 2", size: 1)
    for (name, plan) in Self.plans(run) {
      var held = HeldCells()
      for cell in 0..<3 { held.hold(cell, at: 0.5) }
      let execution = Self.step(run, plan, [2: held])
      let own = try #require(execution.gradient(ValueReference(2))).elements
      #expect(own.allSatisfy { $0 != 0 }, "\(name)")
      #expect(try #require(execution.gradient(ValueReference(1))).elements == [0, 0, 0], "\(name)")
      #expect(
        try #require(execution.parameterGradients(of: 1)).allSatisfy {
          $0.elements.allSatisfy { $0 == 0 }
        })
    }
  }

  @Test(
    "A step that reuses forward passes has the bits of one that computes them all",
    arguments: [2, 16])
  func reuse(_ size: Int) throws {
    let run = try StepRun(Self.text, size: size)
    for (name, plan) in Self.plans(run) {
      var earlier = Self.step(run, plan, [:])
      for node in [12, 3, 8, 5, 13, 1] {
        let held = [node: Self.cells(run, node)]
        let taking = Self.step(run, plan, held, reusing: earlier)
        let fresh = Self.step(run, plan, held)
        #expect(StepRun.numbers(taking) == StepRun.numbers(fresh), "\(name): node \(node)")
        // The next one reuses what this one reused.
        earlier = taking
      }
    }
  }

  @Test("Only what other numbers reach is computed again")
  func reach() throws {
    let run = try StepRun("input 4\na: linear 3\nb: tanh\nc: linear 2", size: 2)
    let plan = Plan(run.network, batchSize: 2)
    let earlier = Self.step(run, plan, [:])
    var state = run.state
    state.parameters[3][0] = Tensor(shape: [2, 3], elements: [1, 2, 3, 4, 5, 6])
    var execution = Execution(plan, batch: run.batch, state: state, context: run.context)
    execution.reuse(earlier)
    for node in 1...3 {
      execution.run(
        .forward(node), state: &state, optimizer: StochasticGradientDescent(rate: 0.1))
    }
    #expect(execution.reused == [1, 2])
  }
}
