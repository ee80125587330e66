import CNNModel
import KernelInterface

/// One training step of a plan under way: what its phases have computed so far.
///
/// Everything can be asked in the plain layout after the phase that makes it; before, it is `nil`.
public struct Execution: Sendable {
  public let plan: Plan
  public let batch: Batch
  /// The state at the start of the step; what phases read, except for the update.
  public let start: ModelState
  private let context: PassContext
  /// Who computes the phases: one of the two. Apart, so that each is changed in place.
  private var plain: PlainPasses?
  private var lanes: LanePasses?
  /// The loss, in nats for cross-entropy, after its phase.
  public private(set) var loss: Float?

  /// A step that has done nothing yet.
  ///
  /// - Parameter context: training or not, seed and step; the node is set by the phases.
  /// - Precondition: the batch has the plan's size and the shapes of the network's sources.
  public init(_ plan: Plan, batch: Batch, state: ModelState, context: PassContext) {
    precondition(batch.size == plan.batchSize, "\(batch.size) samples for \(plan.batchSize)")
    (self.plan, self.batch, self.start, self.context) = (plan, batch, state, context)
    for (source, tensor) in zip(plan.network.sources, batch.inputs) {
      precondition(
        tensor.shape == plan.network.outputShapes(of: source, batch: plan.batchSize)[0],
        "\(tensor.shape) at \(plan.network.nodes[source].name)")
    }
    if let program = plan.program {
      lanes = LanePasses(plan, program, batch, state, context)
    } else {
      plain = PlainPasses(plan, plan.layout, batch)
    }
  }

  /// Does one phase.
  ///
  /// - Parameters:
  ///   - state: receives running statistics (forward) and the update.
  ///   - optimizer: moves the parameters in the update.
  /// - Precondition: the phases before it were done; a loss has a target.
  public mutating func run(
    _ phase: Plan.Phase, state: inout ModelState, optimizer: any Optimizer
  ) {
    switch phase {
    case .forward(let node): forward(node, &state)
    case .loss: computeLoss()
    case .backward(let node): backward(node)
    case .update: update(&state, optimizer)
    }
  }

  private mutating func forward(_ node: Int, _ state: inout ModelState) {
    guard plan.program == nil else {
      lanes?.run(.forward(node), nil)
      if !state.statistics[node].isEmpty, let lanes {
        state.statistics[node] = lanes.statistics(of: node)
      }
      return
    }
    let pass = forwardPass(of: node)
    if let statistics = plain?.forward(node, pass) { state.statistics[node] = statistics }
  }

  private mutating func computeLoss() {
    guard let target = batch.target else { preconditionFailure("a loss without target") }
    guard plan.program == nil else {
      lanes?.run(.loss, target)
      loss = lanes?.loss
      return
    }
    loss = plain?.loss(target)
  }

  private mutating func backward(_ node: Int) {
    guard plan.program == nil else {
      lanes?.run(.backward(node), nil)
      return
    }
    guard let pass = backwardPass(of: node) else {
      preconditionFailure("backward through \(plan.network.nodes[node].name) before its readers")
    }
    plain?.backward(node, pass)
  }

  private func update(_ state: inout ModelState, _ optimizer: any Optimizer) {
    state.updates += 1
    let rule = KernelInterface.UpdateRule(
      optimizer.rule(rate: optimizer.rate, step: state.updates))
    for node in state.parameters.indices {
      guard let gradients = parameterGradients(of: node) else { continue }
      for (index, gradient) in gradients.enumerated() {
        if let program = plan.program {
          state.move(node, index, gradient, rule, program.kernels)
        } else {
          optimizer.update(
            &state.parameters[node][index], gradient: gradient, slots: &state.slots[node][index],
            step: state.updates)
        }
      }
    }
  }
}

extension Execution {
  /// What a node gave, in the plain layout; `nil` before its forward phase.
  public func output(_ value: ValueReference) -> Tensor? {
    plan.program == nil ? plain?.output(value) : lanes?.output(value)
  }

  /// The gradient of the loss by what a node gave: the sum over all who read it, in the order of
  /// ``Network/consumers(of:)`` with the loss first; `nil` before all of them were gone through.
  public func gradient(_ value: ValueReference) -> Tensor? {
    let parts = gradientParts(value)
    guard let parts else { return nil }
    guard let first = parts.first else {
      return output(value)?.zeros
    }
    return parts.dropFirst().reduce(first, +)
  }

  /// The addends of ``gradient(_:)``.
  public func gradientParts(_ value: ValueReference) -> [Tensor]? {
    guard loss != nil else { return nil }
    var parts: [Tensor] = []
    if value == plan.network.output, let lossGradient { parts.append(lossGradient) }
    for consumer in plan.network.consumers(of: value) {
      guard let edge = edgeGradient(node: consumer.node, input: consumer.input) else { return nil }
      parts.append(edge)
    }
    return parts
  }

  /// The gradient that a node sends to one of its inputs; `nil` before its backward phase.
  public func edgeGradient(node: Int, input: Int) -> Tensor? {
    plan.program == nil
      ? plain?.edgeGradient(node: node, input: input)
      : lanes?.edgeGradient(node: node, input: input)
  }

  private var lossGradient: Tensor? {
    plan.program == nil ? plain?.lossGradient : lanes?.lossGradient
  }

  /// The gradients of a node's parameters; `nil` before its backward phase.
  public func parameterGradients(of node: Int) -> [Tensor]? {
    plan.program == nil ? plain?.parameterGradients(of: node) : lanes?.parameterGradients(of: node)
  }

  /// What a node was given in the forward pass.
  ///
  /// - Precondition: its inputs were computed.
  public func forwardPass(of node: Int) -> ForwardPass {
    var context = context
    context.node = node
    context.firstSample = batch.firstSample
    let inputs = plan.network.nodes[node].inputs.map { value -> Tensor in
      guard let tensor = output(value) else {
        preconditionFailure("\(plan.network.nodes[node].name) before its inputs")
      }
      return tensor
    }
    return ForwardPass(
      inputs: inputs, parameters: start.parameters[node], statistics: start.statistics[node],
      context: context)
  }

  /// What a node is given in the backward pass; `nil` before all who read it were gone through.
  public func backwardPass(of node: Int) -> BackwardPass? {
    var (outputs, gradients) = ([Tensor](), [Tensor]())
    for index in plan.network.outputShapes(of: node).indices {
      let value = ValueReference(node, index)
      guard let output = output(value), let gradient = gradient(value) else { return nil }
      outputs.append(output)
      gradients.append(gradient)
    }
    return BackwardPass(forward: forwardPass(of: node), outputs: outputs, gradients: gradients)
  }
}

extension Execution {
  /// Runs phases until `last`, included.
  ///
  /// - Precondition: `last` is a phase of the plan.
  public mutating func run(
    through last: Plan.Phase, state: inout ModelState, optimizer: any Optimizer
  ) {
    for phase in plan.phases {
      run(phase, state: &state, optimizer: optimizer)
      if phase == last { return }
    }
  }
}
