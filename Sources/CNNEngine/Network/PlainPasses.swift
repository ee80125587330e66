import CNNModel

/// Runs the phases of a step with every layer's own passes, with a tensor for every value.
struct PlainPasses: PhaseRunner {
  private(set) var start: StepStart
  private(set) var loss: Float?
  private let layout: any Layout
  private var outputs: [[Buffer]?]
  /// The outputs that were computed, or entered, as integers or booleans.
  private var exact: [ValueReference: Value] = [:]
  /// By node, the gradients that it contributes to its inputs.
  private var edges: [[Buffer]?]
  private var ownGradients: [[Tensor]?]
  private var lossEdge: Buffer?
  /// By node with held cells, the first output as the layer computed it.
  private var computedOutputs: [Int: Tensor] = [:]
  /// By node, the running statistics after its forward pass.
  private var newStatistics: [Int: [Tensor]] = [:]
  /// The step whose forward passes are reused, and their nodes.
  private indirect enum Earlier: Sendable {
    case none
    case passes(PlainPasses, Set<Int>)
  }
  private var earlier = Earlier.none

  private struct Buffer: Sendable {
    let shape: Shape
    let elements: [Float]
  }

  init(_ start: StepStart, _ layout: any Layout) {
    (self.start, self.layout) = (start, layout)
    let count = start.network.nodes.count
    outputs = [[Buffer]?](repeating: nil, count: count)
    edges = outputs
    ownGradients = [[Tensor]?](repeating: nil, count: count)
    for (source, tensor) in zip(start.network.sources, start.batch.inputs) {
      outputs[source] = [pack(tensor)]
    }
    for (index, value) in start.batch.exactInputs {
      exact[ValueReference(start.network.sources[index])] = value
    }
  }

  mutating func forward(_ node: Int) -> [Tensor] {
    if case .passes(let passes, let nodes) = earlier, nodes.contains(node) {
      reuse(node, of: passes)
    } else {
      var result = start.network.nodes[node].forward(forwardPass(of: node))
      if let held = start.held[node] {
        computedOutputs[node] = result.outputs[0]
        result = held.applied(to: result)
      }
      outputs[node] = result.outputs.map(pack)
      for (output, value) in result.exactOutputs { exact[ValueReference(node, output)] = value }
      newStatistics[node] = result.statistics
    }
    return newStatistics[node] ?? []
  }

  private mutating func reuse(_ node: Int, of passes: PlainPasses) {
    (outputs[node], newStatistics[node]) = (passes.outputs[node], passes.newStatistics[node])
    computedOutputs[node] = passes.computedOutputs[node]
    for output in start.network.outputShapes(of: node).indices {
      exact[ValueReference(node, output)] = passes.exact[ValueReference(node, output)]
    }
  }

  mutating func reuse(_ nodes: Set<Int>, of earlier: any PhaseRunner) {
    guard var passes = earlier as? PlainPasses else { return }
    // What that step reused is in it.
    passes.earlier = .none
    self.earlier = .passes(passes, nodes)
  }

  func hasForward(_ node: Int) -> Bool { outputs[node] != nil }

  mutating func computeLoss(_ target: Target) {
    guard let output = output(start.network.output) else {
      preconditionFailure("a loss without output")
    }
    lossEdge = pack(start.network.loss.gradient(output, target))
    loss = start.network.loss.value(output, target)
  }

  mutating func replaceTarget(_ change: inout TargetChange) {
    start = start.comparing(with: change.target)
    (loss, lossEdge) = (nil, nil)
    edges = [[Buffer]?](repeating: nil, count: edges.count)
    ownGradients = [[Tensor]?](repeating: nil, count: edges.count)
  }

  mutating func backward(_ node: Int) {
    guard let pass = backwardPass(of: node) else {
      preconditionFailure("backward through \(start.network.nodes[node].name) before its readers")
    }
    let released = computedOutputs[node].flatMap { computed in
      start.held[node].map { $0.released(pass, computed: computed) }
    }
    let gradients = start.network.nodes[node].backward(released ?? pass)
    edges[node] = gradients.inputs.map(pack)
    ownGradients[node] = gradients.parameters
  }

  func move(
    _ state: inout ModelState, _ node: Int, _ index: Int, _ gradient: Tensor,
    _ optimizer: any Optimizer
  ) {
    optimizer.update(
      &state.parameters[node][index], gradient: gradient, slots: &state.slots[node][index],
      step: state.updates)
  }

  func output(_ value: ValueReference) -> Tensor? {
    outputs[value.node].map { unpack($0[value.output]) }
  }

  func value(_ value: ValueReference) -> Value? {
    (exact[value] ?? output(value).map(Value.floats))?
      .cast(to: start.network.elementType(of: value))
  }

  var lossGradient: Tensor? { lossEdge.map(unpack) }

  func edgeGradient(node: Int, input: Int) -> Tensor? {
    edges[node].map { unpack($0[input]) }
  }

  func ownParameterGradients(of node: Int) -> [Tensor]? { ownGradients[node] }

  private func pack(_ tensor: Tensor) -> Buffer {
    Buffer(shape: tensor.shape, elements: layout.pack(tensor))
  }

  private func unpack(_ buffer: Buffer) -> Tensor {
    layout.unpack(buffer.elements, shape: buffer.shape)
  }
}
