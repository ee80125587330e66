import CNNEngine
import CNNModel
import LayerSamples
import Testing

/// A node with a changed rule inside a network, in every way that networks are run.
@Suite struct PlantedFaultTests {
  private static let text = """
    input 2x9x10
    conv1: conv 3 3x3 stride 2 pad 1
    relu1: relu
    conv2: conv 4 3x3 pad 1
    flatten
    linear 5
    """

  /// The same network with an alternative of one node.
  private static func planted(_ network: Network, _ name: String, at node: Int) throws -> Network {
    let alternative = try #require(network.alternatives(of: node).first { $0.name == name })
    return network.replacing(alternative, at: node)
  }

  private static func isClose(_ first: Tensor?, _ second: Tensor?) -> Bool {
    StepRun.difference(first, second) == nil
  }

  /// A whole step of a network, by its usual plan unless said.
  private static func step(_ network: Network, _ run: StepRun, _ plan: Plan? = nil) -> Execution {
    var after = run.state
    var execution = Execution(
      plan ?? Plan(network, batchSize: run.batch.size), batch: run.batch, state: run.state,
      context: run.context)
    execution.run(
      through: .update, state: &after, optimizer: StochasticGradientDescent(rate: 0.1))
    return execution
  }

  @Test(
    "A fault in the backward pass changes what lies before it, and nothing else",
    arguments: [3, 16])
  func backwardFault(size: Int) throws {
    let run = try StepRun(Self.text, size: size)
    let faulty = Self.step(try Self.planted(run.network, "stride-ignored-backward", at: 1), run)
    let own = run.step(Plan(run.network, batchSize: size)).execution
    for node in run.network.nodes.indices {
      #expect(Self.isClose(faulty.output(ValueReference(node)), own.output(ValueReference(node))))
    }
    #expect(
      !Self.isClose(faulty.parameterGradients(of: 1)?[0], own.parameterGradients(of: 1)?[0]))
    #expect(Self.isClose(faulty.parameterGradients(of: 1)?[1], own.parameterGradients(of: 1)?[1]))
    #expect(Self.isClose(faulty.parameterGradients(of: 3)?[0], own.parameterGradients(of: 3)?[0]))
    #expect(Self.isClose(faulty.gradient(ValueReference(1)), own.gradient(ValueReference(1))))
    #expect(!Self.isClose(faulty.gradient(ValueReference(0)), own.gradient(ValueReference(0))))
  }

  @Test("The definition tells what the layer should compute")
  func definitionsAreTrue() throws {
    let run = try StepRun(Self.text, size: 2)
    let faulty = Self.step(try Self.planted(run.network, "stride-ignored-backward", at: 1), run)
    let pass = try #require(faulty.backwardPass(of: 1))
    let layer = run.network.nodes[1].layer
    let gradient = try #require(faulty.parameterGradients(of: 1)?[0])
    let own = layer.backward(pass).parameters[0]
    let cells = gradient.elements.indices.map { offset in
      layer.define(.parameterGradient(0, own.shape.position(at: offset)), in: pass)
    }
    #expect(cells.indices.allSatisfy { cells[$0].equalsWithinRounding(own[$0]) })
    #expect(!cells.indices.allSatisfy { cells[$0].equalsWithinRounding(gradient[$0]) })
  }

  @Test("Phase by phase, as a whole step, and in one forward pass it is the same fault")
  func everyWayOfRunning() throws {
    let run = try StepRun(Self.text, size: 16)
    let network = try Self.planted(run.network, "kernel-turned-forward", at: 3)
    let faulty = Self.step(network, run)
    let plain = Self.step(network, run, Plan(network, batchSize: 16, layout: PlainLayout()))
    #expect(Self.isClose(faulty.output(network.output), plain.output(network.output)))
    let own = run.step(Plan(run.network, batchSize: 16)).execution
    #expect(!Self.isClose(faulty.output(network.output), own.output(network.output)))

    let image = run.batch.inputs[0].samples(0..<1)
    let inferred = InferencePlan(network, state: run.state).run([image])[0]
    #expect(Self.isClose(inferred, faulty.output(network.output)?.samples(0..<1)))
  }

  @Test(
    "A training of whole steps learns with the fault, fused or not", arguments: [true, false])
  func training(keepsAll: Bool) throws {
    let run = try StepRun(Self.text, size: 16)
    let network = try Self.planted(run.network, "slope-ignored-backward", at: 2)
    let samples = FaultSamples(images: run.batch.inputs[0])
    let order = BatchOrder(count: 16, batchSize: 16, seed: 1)
    func trained(_ network: Network) throws -> ModelState {
      let trainer = try #require(
        Trainer(
          network, state: run.state, optimizer: StochasticGradientDescent(rate: 0.1),
          samples: samples, order: order, keepsAll: keepsAll))
      _ = trainer.step(0, rate: 0.1)
      return trainer.state
    }
    let (faulty, own) = (try trained(network), try trained(run.network))
    #expect(Self.isClose(faulty.parameters[5][0], own.parameters[5][0]))
    #expect(!Self.isClose(faulty.parameters[1][0], own.parameters[1][0]))
  }

  @Test("Without the alternative it is the network again")
  func takenAway() throws {
    let run = try StepRun(Self.text, size: 16)
    let network = try Self.planted(run.network, "kernel-turned-forward", at: 3)
    let healed = Self.step(network.replacing(nil, at: 3), run)
    let own = run.step(Plan(run.network, batchSize: 16)).execution
    #expect(StepRun.numbers(healed) == StepRun.numbers(own))
  }
}

/// Images with classes.
private struct FaultSamples: LabeledSamples {
  let images: Tensor

  var count: Int { images.shape[0] }

  func inputs(at indices: [Int]) -> Tensor {
    let parts = indices.flatMap { images.samples($0..<$0 + 1).elements }
    return Tensor(
      shape: images.shape.replacing(axis: 0, with: indices.count), elements: parts)
  }

  func label(of index: Int) -> Int { index % 5 }
}
