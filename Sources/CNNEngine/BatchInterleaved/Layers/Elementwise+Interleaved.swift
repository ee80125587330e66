import KernelInterface

extension Elementwise {
  /// The function as the kernels know it, with its parameter; `nil` when they do not.
  var elementFunction: (function: ElementFunction, parameter: Float)? { nil }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let input = builder.inputs[0]
    guard !builder.fusion.isDeferred else { return [input] }
    let target = builder.fusion.overwritesInput ? input : builder.buffer(input.shape)
    if let run = run(builder, target) {
      let (arguments, kernel) = (builder.memory.arguments(run), builder.kernels.function)
      builder.then(writes: [target]) { frame, _ in kernel(arguments.address, frame) }
    } else {
      builder.then(writes: [target]) { frame, _ in
        let (x, y) = (frame.pointee.group + input.offset, frame.pointee.group + target.offset)
        for place in 0..<input.count { y[place] = value(x[place]) }
      }
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (input, output, gradient) = (builder.inputs[0], builder.outputs[0], builder.gradients[0])
    guard !builder.fusion.isDeferred else {
      builder.inputGradients[0] = gradient
      return
    }
    let target = builder.elementGradient()
    if var run = run(builder, output) {
      (run.outputGradient, run.inputGradient) = (gradient.offset, target.offset)
      let (arguments, kernel) = (builder.memory.arguments(run), builder.kernels.functionGradient)
      builder.back(input: 0, writes: [target]) { frame, _ in kernel(arguments.address, frame) }
    } else {
      builder.back(input: 0, writes: [target]) { frame, _ in
        let group = frame.pointee.group
        let (x, y) = (group + input.offset, group + output.offset)
        let (gy, gx) = (group + gradient.offset, group + target.offset)
        for place in 0..<input.count { gx[place] = gy[place] * slope(x[place], y[place]) }
      }
    }
  }

  /// Whether the derivative can be computed from the value alone.
  var derivativeFollowsFromValue: Bool {
    switch elementFunction?.function {
    case .relu, .relu6, .sigmoid, .tanh: true
    case .leakyRelu: (elementFunction?.parameter ?? -1) >= 0
    case .silu, nil: false
    }
  }

  /// How it may be applied after a maximum instead of before; `nil` when it may not.
  var orderWithMaximum: OrderWithMaximum? {
    switch elementFunction?.function {
    case .relu, .relu6: .any
    case .sigmoid, .tanh: .compared
    case .leakyRelu, .silu, nil: nil
    }
  }

  private func run(_ builder: NodeBuilder, _ output: InterleavedBuffer) -> ElementRun? {
    guard let (function, parameter) = elementFunction else { return nil }
    var run = ElementRun(function, parameter: parameter)
    // Whole registers: there is room behind every tensor.
    let count = (output.count + 15) / 16 * 16
    (run.input, run.output, run.count) = (builder.inputs[0].offset, output.offset, count)
    return run
  }
}

/// What has to be done where a function is applied after a maximum instead of before.
enum OrderWithMaximum {
  /// Nothing: no winner with a derivative other than 0 changes.
  case any
  /// Numbers that are close together have to be compared by the function's values, which may be equal
  /// or, by their rounding errors, in the opposite order.
  case compared
}

extension ReLU {
  var elementFunction: (function: ElementFunction, parameter: Float)? { (.relu, 0) }
}

extension ReLU6 {
  var elementFunction: (function: ElementFunction, parameter: Float)? { (.relu6, 0) }
}

extension LeakyReLU {
  var elementFunction: (function: ElementFunction, parameter: Float)? {
    (.leakyRelu, Float(slopeBelow))
  }
}

extension Sigmoid {
  var elementFunction: (function: ElementFunction, parameter: Float)? { (.sigmoid, 0) }
}

extension Tanh {
  var elementFunction: (function: ElementFunction, parameter: Float)? { (.tanh, 0) }
}

extension SiLU {
  var elementFunction: (function: ElementFunction, parameter: Float)? { (.silu, 0) }
}
