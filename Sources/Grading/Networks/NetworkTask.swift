import CNNEngine
import CNNModel
import Differences
import ModelFiles

/// A whole network on inputs with targets, whose activations and gradients somebody else computed.
public struct NetworkTask: Sendable {
  /// One batch through the network.
  struct Case: Sendable {
    let batch: Batch
    /// The right numbers of everything that may be handed in.
    let right: [NetworkTensor: Tensor]
  }

  /// The network.
  public let network: Network
  /// Its parameters and running statistics.
  let state: ModelState
  /// The mode of the passes.
  let mode: ComputeMode
  let cases: [Case]
  /// What may be handed in, in the order of the computation.
  let tensors: [NetworkTensor]

  /// Runs the network on every batch; without a target there are no gradients.
  public init(_ network: Network, _ state: ModelState, mode: ComputeMode, batches: [Batch]) {
    (self.network, self.state, self.mode) = (network, state, mode)
    tensors = NetworkTensor.all(of: network)
    cases = batches.map { batch in
      let execution = Self.execution(network, batch, state, mode)
      var right: [NetworkTensor: Tensor] = [:]
      for tensor in NetworkTensor.all(of: network) + [.loss] {
        right[tensor] = tensor.value(in: execution)
      }
      return Case(batch: batch, right: right)
    }
  }

  private static func execution(
    _ network: Network, _ batch: Batch, _ state: ModelState, _ mode: ComputeMode
  ) -> Execution {
    let plan = Plan(network, batchSize: batch.size)
    var execution = Execution(plan, batch: batch, state: state, context: PassContext(mode: mode))
    var moved = state
    let last = batch.target == nil ? plan.forwardCount : plan.phases.count
    for phase in plan.phases.prefix(last) where phase != .update {
      execution.run(phase, state: &moved, optimizer: StochasticGradientDescent(rate: 0))
    }
    return execution
  }
}

/// A tensor of a network that is handed in.
enum NetworkTensor: Hashable, Sendable {
  case activation(ValueReference)
  case gradient(ValueReference)
  case parameterGradient(node: Int, index: Int)
  /// The value of the loss; nobody is asked for it, but it is judged where it is handed in.
  case loss

  /// The name under which exports of a network have it: `conv1`, `conv1.gradient`,
  /// `conv1.weight.gradient`.
  func name(in network: Network) -> String {
    switch self {
    case .activation(let value): network.valueName(value)
    case .gradient(let value): "\(network.valueName(value)).gradient"
    case .parameterGradient(let node, let index):
      "\(network.nodes[node].name).\(network.parameters(of: node)[index].name).gradient"
    case .loss: "loss"
    }
  }

  /// The tensor of a step; `nil` where it was not computed.
  func value(in execution: Execution) -> Tensor? {
    switch self {
    case .activation(let value): execution.output(value)
    case .gradient(let value): execution.loss == nil ? nil : execution.gradient(value)
    case .parameterGradient(let node, let index):
      execution.loss == nil ? nil : execution.parameterGradients(of: node)?[index]
    case .loss: execution.loss.map { Tensor(shape: [1], elements: [$0]) }
    }
  }

  /// All tensors of a network that an answer may hold, in the order of the computation: activations
  /// from the input on, gradients from the loss back.
  static func all(of network: Network) -> [NetworkTensor] {
    let values = network.nodes.indices.flatMap { node in
      network.outputShapes(of: node).indices.map { ValueReference(node, $0) }
    }
    let computed = values.filter { !network.nodes[$0.node].isSource }
    let backward = network.nodes.indices.reversed().flatMap { node -> [NetworkTensor] in
      values.filter { $0.node == node }.map(NetworkTensor.gradient)
        + network.parameters(of: node).indices.map { .parameterGradient(node: node, index: $0) }
    }
    return computed.map(NetworkTensor.activation) + backward
  }
}
