/// The circumstances of a pass, which random numbers and running statistics depend on.
public struct PassContext: Hashable, Sendable {
  /// Whether it computes as for a prediction or as for training.
  public var mode: ComputeMode
  /// The seed of all randomness.
  public var seed: UInt64
  /// The training step, counted from 0.
  public var step: Int
  /// The node within the network.
  public var node: Int
  /// The index of the batch's first sample within the training step.
  public var firstSample: Int

  /// A context; in evaluation mode by default.
  public init(
    mode: ComputeMode = .evaluation, seed: UInt64 = 0, step: Int = 0, node: Int = 0,
    firstSample: Int = 0
  ) {
    (self.mode, self.seed, self.step) = (mode, seed, step)
    (self.node, self.firstSample) = (node, firstSample)
  }

  /// Whether the mode is training.
  public var isTraining: Bool { mode == .training }
}

/// The arguments of a layer's forward pass.
public struct ForwardPass: Sendable {
  /// The inputs, including the batch axis.
  public var inputs: [Tensor]
  /// The inputs that are integers or booleans, by number.
  public var exactInputs: [Int: Value] = [:]
  /// The parameters in the order of ``Layer/parameters(for:)``.
  public var parameters: [Tensor]
  /// The running statistics in the order of ``Layer/statistics(for:)``.
  public var statistics: [Tensor]
  /// The mode, the seed, and the place in the network.
  public var context: PassContext

  /// A forward pass; see the properties.
  public init(
    inputs: [Tensor], parameters: [Tensor] = [], statistics: [Tensor] = [],
    context: PassContext = PassContext()
  ) {
    (self.inputs, self.parameters) = (inputs, parameters)
    (self.statistics, self.context) = (statistics, context)
  }

  /// A pass over values of any element types.
  public init(
    values: [Value], parameters: [Tensor] = [], statistics: [Tensor] = [],
    context: PassContext = PassContext()
  ) {
    self.init(
      inputs: values.map(\.tensor), parameters: parameters, statistics: statistics,
      context: context)
    exactInputs = values.exact
  }

  /// An input as the edge carries it.
  public func value(_ input: Int) -> Value { exactInputs[input] ?? .floats(inputs[input]) }

  /// The first input.
  public var input: Tensor { inputs[0] }

  /// The shapes of the inputs.
  public var shapes: [Shape] { inputs.map(\.shape) }
}

/// The results of a layer's forward pass.
public struct ForwardResult: Sendable {
  /// The outputs, including the batch axis.
  public var outputs: [Tensor]
  /// The outputs that were computed as integers or booleans, by number.
  public var exactOutputs: [Int: Value] = [:]
  /// The running statistics after the pass.
  public var statistics: [Tensor]

  /// Results; see the properties.
  public init(outputs: [Tensor], statistics: [Tensor] = []) {
    (self.outputs, self.statistics) = (outputs, statistics)
  }

  /// A single output, without running statistics.
  public init(_ output: Tensor) { self.init(outputs: [output]) }

  /// Outputs of any element types.
  public init(values: [Value]) {
    self.init(outputs: values.map(\.tensor))
    exactOutputs = values.exact
  }

  /// The outputs, those that were computed as integers or booleans as such.
  package var values: [Value] {
    outputs.indices.map { exactOutputs[$0] ?? .floats(outputs[$0]) }
  }
}

/// The arguments of a layer's backward pass: the forward pass, its outputs, and the gradient of the
/// loss with respect to each output.
public struct BackwardPass: Sendable {
  /// The arguments of the forward pass.
  public var forward: ForwardPass
  /// The outputs of the forward pass.
  public var outputs: [Tensor]
  /// The gradient of the loss with respect to each output.
  public var gradients: [Tensor]

  /// A backward pass; see the properties.
  public init(forward: ForwardPass, outputs: [Tensor], gradients: [Tensor]) {
    (self.forward, self.outputs, self.gradients) = (forward, outputs, gradients)
  }

  /// The first input.
  public var input: Tensor { forward.inputs[0] }

  /// The first output.
  public var output: Tensor { outputs[0] }

  /// The gradient with respect to the first output.
  public var gradient: Tensor { gradients[0] }

  /// The parameters of the forward pass.
  public var parameters: [Tensor] { forward.parameters }

  /// The context of the forward pass.
  public var context: PassContext { forward.context }

  /// The shapes of the inputs.
  public var shapes: [Shape] { forward.shapes }
}

/// The gradients of the loss with respect to the inputs and the parameters of a layer.
public struct Gradients: Sendable {
  /// By input.
  public var inputs: [Tensor]
  /// By parameter, in the order of ``Layer/parameters(for:)``.
  public var parameters: [Tensor]

  /// Gradients; see the properties.
  public init(inputs: [Tensor], parameters: [Tensor] = []) {
    (self.inputs, self.parameters) = (inputs, parameters)
  }
}

/// The arguments of a layer's forward pass in double precision.
public struct ReferencePass: Sendable {
  /// The inputs, including the batch axis.
  public var inputs: [ReferenceTensor]
  /// The parameters in the order of ``Layer/parameters(for:)``.
  public var parameters: [ReferenceTensor]
  /// The running statistics in the order of ``Layer/statistics(for:)``.
  public var statistics: [ReferenceTensor]
  /// The mode, the seed, and the place in the network.
  public var context: PassContext

  /// A reference pass; see the properties.
  public init(
    inputs: [ReferenceTensor], parameters: [ReferenceTensor] = [],
    statistics: [ReferenceTensor] = [], context: PassContext = PassContext()
  ) {
    (self.inputs, self.parameters) = (inputs, parameters)
    (self.statistics, self.context) = (statistics, context)
  }

  /// The same pass in double precision.
  public init(_ pass: ForwardPass) {
    self.init(
      inputs: pass.inputs.map(ReferenceTensor.init),
      parameters: pass.parameters.map(ReferenceTensor.init),
      statistics: pass.statistics.map(ReferenceTensor.init), context: pass.context)
  }

  /// The first input.
  public var input: ReferenceTensor { inputs[0] }

  /// The shapes of the inputs.
  public var shapes: [Shape] { inputs.map(\.shape) }
}
