/// Where a pass happens: what random numbers and running statistics depend on.
public struct PassContext: Hashable, Sendable {
  public var isTraining: Bool
  public var seed: UInt64
  /// The training step, counted from 0.
  public var step: Int
  /// The node within the network.
  public var node: Int
  /// The number of the batch's first sample within the training step.
  public var firstSample: Int

  public init(
    isTraining: Bool = false, seed: UInt64 = 0, step: Int = 0, node: Int = 0, firstSample: Int = 0
  ) {
    (self.isTraining, self.seed, self.step) = (isTraining, seed, step)
    (self.node, self.firstSample) = (node, firstSample)
  }
}

/// What a layer is given to compute its outputs.
public struct ForwardPass: Sendable {
  /// The inputs as floats, to which integers are rounded.
  public var inputs: [Tensor]
  /// The inputs that are integers or booleans, by number.
  public var exactInputs: [Int: Value] = [:]
  public var parameters: [Tensor]
  public var statistics: [Tensor]
  public var context: PassContext

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
  public var shapes: [Shape] { inputs.map(\.shape) }
}

/// What a layer computed.
public struct ForwardResult: Sendable {
  /// The outputs as floats, to which integers are rounded.
  public var outputs: [Tensor]
  /// The outputs that were computed as integers or booleans, by number.
  public var exactOutputs: [Int: Value] = [:]
  /// The running statistics after the pass.
  public var statistics: [Tensor]

  public init(outputs: [Tensor], statistics: [Tensor] = []) {
    (self.outputs, self.statistics) = (outputs, statistics)
  }

  public init(_ output: Tensor) { self.init(outputs: [output]) }

  /// Outputs of any element types.
  public init(values: [Value]) {
    self.init(outputs: values.map(\.tensor))
    exactOutputs = values.exact
  }
}

/// What a layer is given to compute its gradients: the forward pass, what came out of it, and the
/// gradient of the loss by each output.
public struct BackwardPass: Sendable {
  public var forward: ForwardPass
  /// The outputs as floats, to which integers are rounded.
  public var outputs: [Tensor]
  public var gradients: [Tensor]

  public init(forward: ForwardPass, outputs: [Tensor], gradients: [Tensor]) {
    (self.forward, self.outputs, self.gradients) = (forward, outputs, gradients)
  }

  public var input: Tensor { forward.inputs[0] }
  public var output: Tensor { outputs[0] }
  public var gradient: Tensor { gradients[0] }
  public var parameters: [Tensor] { forward.parameters }
  public var context: PassContext { forward.context }
  public var shapes: [Shape] { forward.shapes }
}

/// The gradients of the loss by the inputs and the parameters of a layer.
public struct Gradients: Sendable {
  public var inputs: [Tensor]
  public var parameters: [Tensor]

  public init(inputs: [Tensor], parameters: [Tensor] = []) {
    (self.inputs, self.parameters) = (inputs, parameters)
  }
}

/// What a layer is given to compute its outputs in double precision.
public struct ReferencePass: Sendable {
  public var inputs: [ReferenceTensor]
  public var parameters: [ReferenceTensor]
  public var statistics: [ReferenceTensor]
  public var context: PassContext

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

  public var input: ReferenceTensor { inputs[0] }
  public var shapes: [Shape] { inputs.map(\.shape) }
}
