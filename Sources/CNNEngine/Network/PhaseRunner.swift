import CNNModel

/// Computes the phases of one training step, and keeps their results.
///
/// Tensors are in the plain layout; they are `nil` before the phase that computes them.
protocol PhaseRunner: Sendable {
  var start: StepStart { get }

  /// The loss, after its phase.
  var loss: Float? { get }

  /// Runs the forward phase of a node.
  ///
  /// - Returns: the node's running statistics after it.
  mutating func forward(_ node: Int) -> [Tensor]

  /// Reuses forward passes of an earlier step of the same plan, where they would give the same: their
  /// phases then compute nothing.
  ///
  /// - Parameter nodes: their nodes, all of which the earlier step has computed.
  /// - Precondition: no phase of this step was run.
  mutating func reuse(_ nodes: Set<Int>, of earlier: any PhaseRunner)

  /// Whether a node's forward phase is done, or the node is an input.
  func hasForward(_ node: Int) -> Bool

  mutating func computeLoss(_ target: Target)

  mutating func backward(_ node: Int)

  /// Compares with another target: the loss and the backward passes are as before their phases,
  /// and the forward passes stay as they are.
  mutating func replaceTarget(_ change: inout TargetChange)

  /// Updates a parameter of the state by its gradient.
  ///
  /// - Precondition: `state.updates` already counts this update.
  func move(
    _ state: inout ModelState, _ node: Int, _ index: Int, _ gradient: Tensor,
    _ optimizer: any Optimizer)

  /// An output of a node, after its forward phase.
  func output(_ value: ValueReference) -> Tensor?

  /// An output of a node as its element type, after its forward phase.
  func value(_ value: ValueReference) -> Value?

  /// The gradient of the loss with respect to the network's output, without contributions of other
  /// readers of the output; `nil` before the loss.
  var lossGradient: Tensor? { get }

  /// The gradient that a node contributes to one of its inputs; `nil` before its backward phase.
  func edgeGradient(node: Int, input: Int) -> Tensor?

  /// What a node contributes to the gradients of its parameters, after its backward phase.
  func ownParameterGradients(of node: Int) -> [Tensor]?
}

/// The start of a training step.
struct StepStart: Sendable {
  let plan: Plan
  let batch: Batch
  /// The state that the phases read; the update changes a copy.
  let state: ModelState
  let context: PassContext
  /// The cells that are held, by node.
  let held: [Int: HeldCells]

  var network: Network { plan.network }

  /// The same with another target.
  func comparing(with target: Target?) -> StepStart {
    var batch = batch
    batch.target = target
    return StepStart(plan: plan, batch: batch, state: state, context: context, held: held)
  }
}

extension PhaseRunner {
  func value(_ value: ValueReference) -> Value? {
    output(value).map { Value.floats($0).cast(to: start.network.elementType(of: value)) }
  }

  /// The gradients of a node's parameters, after its backward phase. That of a shared parameter is
  /// the sum over its uses, in the order of the nodes, whose backward phases were run.
  func parameterGradients(of node: Int) -> [Tensor]? {
    guard var gradients = ownParameterGradients(of: node) else { return nil }
    guard start.network.sharesParameters else { return gradients }
    for index in gradients.indices {
      let parts = parameterGradientParts(.init(node, index))
      gradients[index] = parts.dropFirst().reduce(parts[0].gradient) { $0 + $1.gradient }
    }
    return gradients
  }

  /// The terms of the gradient of a parameter, one for each use whose backward phase was run, all
  /// in the form of the parameter.
  func parameterGradientParts(
    _ parameter: ParameterReference
  ) -> [(use: ParameterUse, gradient: Tensor)] {
    let uses = start.network.uses(of: parameter)
    guard let own = uses.first(where: { $0.parameter == parameter }) else { return [] }
    return uses.compactMap { use in
      ownParameterGradients(of: use.parameter.node).map {
        (use, use.converted($0[use.parameter.index], to: own, in: start.network))
      }
    }
  }

  /// Updates the state's parameters by their gradients.
  func update(_ state: inout ModelState, _ optimizer: any Optimizer) {
    state.updates += 1
    for node in state.parameters.indices {
      guard let gradients = parameterGradients(of: node) else { continue }
      for (index, gradient) in gradients.enumerated() {
        move(&state, node, index, gradient, optimizer)
      }
    }
  }

  /// The terms of the gradient with respect to an output, one per reader: the loss first, then in
  /// the order of ``Network/consumers(of:)``; `nil` before the backward phases of all readers.
  func gradientParts(_ value: ValueReference) -> [Tensor]? {
    guard loss != nil else { return nil }
    var parts: [Tensor] = []
    if value == start.network.output, let lossGradient { parts.append(lossGradient) }
    for consumer in start.network.consumers(of: value) {
      guard let edge = edgeGradient(node: consumer.node, input: consumer.input) else { return nil }
      parts.append(edge)
    }
    return parts
  }

  /// The gradient of the loss with respect to an output: the sum of ``gradientParts(_:)``.
  func gradient(_ value: ValueReference) -> Tensor? {
    guard let parts = gradientParts(value) else { return nil }
    guard let first = parts.first else { return output(value)?.zeros }
    return parts.dropFirst().reduce(first, +)
  }

  /// The arguments of a node's forward pass.
  ///
  /// - Precondition: its inputs were computed.
  func forwardPass(of node: Int) -> ForwardPass {
    var context = start.context
    context.node = node
    context.firstSample = start.batch.firstSample
    let inputs = start.network.nodes[node].inputs
    var pass = ForwardPass(
      inputs: inputs.map { value in
        guard let tensor = output(value) else {
          preconditionFailure("\(start.network.nodes[node].name) before its inputs")
        }
        return tensor
      }, parameters: start.state.parameters[node], statistics: start.state.statistics[node],
      context: context)
    for (input, value) in inputs.enumerated()
    where !start.network.elementType(of: value).isFloating {
      pass.exactInputs[input] = self.value(value)
    }
    return pass
  }

  /// The arguments of a node's backward pass; `nil` before the backward phases of all its readers.
  func backwardPass(of node: Int) -> BackwardPass? {
    var (outputs, gradients) = ([Tensor](), [Tensor]())
    for index in start.network.outputShapes(of: node).indices {
      let value = ValueReference(node, index)
      guard let output = output(value), let gradient = gradient(value) else { return nil }
      outputs.append(output)
      gradients.append(gradient)
    }
    return BackwardPass(forward: forwardPass(of: node), outputs: outputs, gradients: gradients)
  }
}
