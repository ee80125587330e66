/// One training step of a plan under way: what its phases have computed so far.
///
/// Everything can be asked in the plain layout after the phase that makes it; before, it is `nil`.
public struct Execution: Sendable {
  public let plan: Plan
  public let batch: Batch
  /// The state at the start of the step; what phases read, except for the update.
  public let start: ModelState
  private let context: PassContext
  private var outputs: [[Buffer]?]
  /// For every node the gradients that it sends to its inputs.
  private var edges: [[Buffer]?]
  private var parameterGradients: [[Tensor]?]
  private var lossEdge: Buffer?
  /// The loss, in nats for cross-entropy, after its phase.
  public private(set) var loss: Float?

  private struct Buffer: Sendable {
    let shape: Shape
    let elements: [Float]
  }

  /// A step that has done nothing yet.
  ///
  /// - Parameter context: training or not, seed and step; the node is set by the phases.
  /// - Precondition: the batch has the plan's size and the shapes of the network's sources.
  public init(_ plan: Plan, batch: Batch, state: ModelState, context: PassContext) {
    precondition(batch.size == plan.batchSize, "\(batch.size) samples for \(plan.batchSize)")
    (self.plan, self.batch, self.start, self.context) = (plan, batch, state, context)
    let count = plan.network.nodes.count
    outputs = [[Buffer]?](repeating: nil, count: count)
    edges = outputs
    parameterGradients = [[Tensor]?](repeating: nil, count: count)
    for (source, tensor) in zip(plan.network.sources, batch.inputs) {
      precondition(
        tensor.shape == plan.network.outputShapes(of: source, batch: plan.batchSize)[0],
        "\(tensor.shape) at \(plan.network.nodes[source].name)")
      outputs[source] = [pack(tensor)]
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
    let result = plan.network.nodes[node].layer.forward(forwardPass(of: node))
    outputs[node] = result.outputs.map(pack)
    state.statistics[node] = result.statistics
  }

  private mutating func computeLoss() {
    guard let target = batch.target, let output = output(plan.network.output) else {
      preconditionFailure("a loss without target or output")
    }
    loss = plan.network.loss.value(output, target)
    lossEdge = pack(plan.network.loss.gradient(output, target))
  }

  private mutating func backward(_ node: Int) {
    guard let pass = backwardPass(of: node) else {
      preconditionFailure("backward through \(plan.network.nodes[node].name) before its readers")
    }
    let gradients = plan.network.nodes[node].layer.backward(pass)
    edges[node] = gradients.inputs.map(pack)
    parameterGradients[node] = gradients.parameters
  }

  private func update(_ state: inout ModelState, _ optimizer: any Optimizer) {
    state.updates += 1
    for node in state.parameters.indices {
      guard let gradients = parameterGradients[node] else { continue }
      for (index, gradient) in gradients.enumerated() {
        optimizer.update(
          &state.parameters[node][index], gradient: gradient, slots: &state.slots[node][index],
          step: state.updates)
      }
    }
  }
}

extension Execution {
  /// What a node gave, in the plain layout; `nil` before its forward phase.
  public func output(_ value: ValueReference) -> Tensor? {
    outputs[value.node].map { unpack($0[value.output]) }
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
    var parts: [Tensor] = []
    if value == plan.network.output {
      guard let lossEdge else { return nil }
      parts.append(unpack(lossEdge))
    }
    for consumer in plan.network.consumers(of: value) {
      guard let edge = edges[consumer.node] else { return nil }
      parts.append(unpack(edge[consumer.input]))
    }
    return lossEdge == nil ? nil : parts
  }

  /// The gradient that a node sends to one of its inputs; `nil` before its backward phase.
  public func edgeGradient(node: Int, input: Int) -> Tensor? {
    edges[node].map { unpack($0[input]) }
  }

  /// The gradients of a node's parameters; `nil` before its backward phase.
  public func parameterGradients(of node: Int) -> [Tensor]? { parameterGradients[node] }

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
    guard let outputs = outputs[node]?.map(unpack) else { return nil }
    var gradients: [Tensor] = []
    for index in outputs.indices {
      guard let gradient = gradient(ValueReference(node, index)) else { return nil }
      gradients.append(gradient)
    }
    return BackwardPass(forward: forwardPass(of: node), outputs: outputs, gradients: gradients)
  }

  private func pack(_ tensor: Tensor) -> Buffer {
    Buffer(shape: tensor.shape, elements: plan.layout.pack(tensor))
  }

  private func unpack(_ buffer: Buffer) -> Tensor {
    plan.layout.unpack(buffer.elements, shape: buffer.shape)
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
