import CNNModel

/// The phases of a step in the plain layout: every layer's own passes, a tensor for every number.
struct PlainPasses: Sendable {
  private let plan: Plan
  private let layout: any Layout
  private var outputs: [[Buffer]?]
  /// For every node the gradients that it sends to its inputs.
  private var edges: [[Buffer]?]
  private var parameterGradients: [[Tensor]?]
  private var lossEdge: Buffer?

  private struct Buffer: Sendable {
    let shape: Shape
    let elements: [Float]
  }

  init(_ plan: Plan, _ layout: any Layout, _ batch: Batch) {
    (self.plan, self.layout) = (plan, layout)
    let count = plan.network.nodes.count
    outputs = [[Buffer]?](repeating: nil, count: count)
    edges = outputs
    parameterGradients = [[Tensor]?](repeating: nil, count: count)
    for (source, tensor) in zip(plan.network.sources, batch.inputs) {
      outputs[source] = [pack(tensor)]
    }
  }

  /// - Returns: the running statistics after the pass.
  mutating func forward(_ node: Int, _ pass: ForwardPass) -> [Tensor] {
    let result = plan.network.nodes[node].layer.forward(pass)
    outputs[node] = result.outputs.map(pack)
    return result.statistics
  }

  /// - Returns: the loss.
  mutating func loss(_ target: Target) -> Float {
    guard let output = output(plan.network.output) else {
      preconditionFailure("a loss without output")
    }
    lossEdge = pack(plan.network.loss.gradient(output, target))
    return plan.network.loss.value(output, target)
  }

  mutating func backward(_ node: Int, _ pass: BackwardPass) {
    let gradients = plan.network.nodes[node].layer.backward(pass)
    edges[node] = gradients.inputs.map(pack)
    parameterGradients[node] = gradients.parameters
  }

  func output(_ value: ValueReference) -> Tensor? {
    outputs[value.node].map { unpack($0[value.output]) }
  }

  /// The gradient by the network's output, after the loss.
  var lossGradient: Tensor? { lossEdge.map(unpack) }

  func edgeGradient(node: Int, input: Int) -> Tensor? {
    edges[node].map { unpack($0[input]) }
  }

  func parameterGradients(of node: Int) -> [Tensor]? { parameterGradients[node] }

  private func pack(_ tensor: Tensor) -> Buffer {
    Buffer(shape: tensor.shape, elements: layout.pack(tensor))
  }

  private func unpack(_ buffer: Buffer) -> Tensor {
    layout.unpack(buffer.elements, shape: buffer.shape)
  }
}
