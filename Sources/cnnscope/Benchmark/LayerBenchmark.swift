import CNNEngine
import CNNModel

/// Measures the layers of a network: the steps of an inference plan, and the phases of a training step
/// as the explorer runs them.
package struct LayerBenchmark {
  private let network: Network
  private let batch: Int

  /// What a layer takes in one kind of pass.
  package struct Row {
    /// `forward`, of one sample; in training `forward pass`, `loss`, `backward pass` and `update`.
    package let pass: String
    package let layer: String
    package let batch: Int
    /// Seconds: the middle of the rounds.
    package let seconds: Double
    /// Floating-point operations; a product and its addition are two.
    package let operations: Double
  }

  private static let mostRounds = 50
  private static let fewestRounds = 5
  /// What the rounds of a kind of pass may take, in seconds, unless there would be too few.
  private static let allRounds = 4.0

  /// - Parameter batch: the batch size of training.
  package init(_ network: Network, batch: Int) { (self.network, self.batch) = (network, batch) }

  /// The layers in the order in which they run; those that are computed by the step of another layer
  /// are left out.
  package func rows(training: Bool) -> [Row] { inference() + (training ? phases() : []) }

  private func inference() -> [Row] {
    let state = ModelState(network, optimizer: StochasticGradientDescent(rate: 0.01), seed: 0)
    let plan = InferencePlan(network, state: state)
    let inputs = RandomData(network: network).inputs(batch: 1)
    let medians = medians(count: plan.stepNodes.count) { note in
      plan.runInPlace(inputs, after: note)
    }
    var seconds = [Double](repeating: 0, count: network.nodes.count)
    for (node, median) in zip(plan.stepNodes, medians) { seconds[node] += median }
    return network.nodes.indices.filter { plan.stepNodes.contains($0) }.map { node in
      Row(
        pass: "forward", layer: network.nodes[node].name, batch: 1, seconds: seconds[node],
        operations: OperationCount(network).forward(node))
    }
  }

  private func phases() -> [Row] {
    let optimizer = StochasticGradientDescent(rate: 0.01)
    let plan = Plan(network, batchSize: batch)
    let batch = RandomData(network: network).batch(batch)
    var state = ModelState(network, optimizer: optimizer, seed: 0)
    let medians = medians(count: plan.phases.count) { note in
      var step = Execution(
        plan, batch: batch, state: state, context: PassContext(mode: .training))
      for (index, phase) in plan.phases.enumerated() {
        step.run(phase, state: &state, optimizer: optimizer)
        note(index)
      }
    }
    return zip(plan.phases, medians).map(row)
  }

  private func row(_ phase: Plan.Phase, _ seconds: Double) -> Row {
    let (pass, node): (String, Int?) =
      switch phase {
      case .forward(let node): ("forward pass", node)
      case .loss: ("loss", nil)
      case .backward(let node): ("backward pass", node)
      case .update: ("update", nil)
      }
    let count = OperationCount(network)
    let (forward, backward) = (node.map(count.forward) ?? 0, node.map(count.backward) ?? 0)
    let isForward = if case .forward = phase { true } else { false }
    return Row(
      pass: pass, layer: node.map { network.nodes[$0].name } ?? "", batch: batch,
      seconds: seconds, operations: Double(batch) * (isForward ? forward : backward))
  }

  /// Repeats a pass of several parts.
  ///
  /// - Parameter pass: runs it once, and calls its argument after each part with the part's index.
  /// - Returns: by part, the middle of its times in seconds.
  private func medians(count: Int, _ pass: ((Int) -> Void) -> Void) -> [Double] {
    let clock = ContinuousClock()
    var times = [[Double]](repeating: [], count: count)
    pass { _ in }
    let start = clock.now
    for round in 0..<Self.mostRounds {
      let elapsed = (clock.now - start) / .seconds(1)
      if round >= Self.fewestRounds, elapsed > Self.allRounds { break }
      var last = clock.now
      pass { part in
        let now = clock.now
        times[part].append((now - last) / .seconds(1))
        last = clock.now
      }
    }
    return times.map { $0.sorted()[$0.count / 2] }
  }
}
