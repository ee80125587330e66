import CNNModel
import KernelInterface

/// A function of every number alone.
struct InterleavedFunction: InterleavedLayer {
  let operation: any ElementwiseOperation

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let input = builder.inputs[0]
    guard !builder.fusion.isDeferred else { return [input] }
    let target = builder.fusion.overwritesInput ? input : builder.buffer(input.shape)
    if let run = run(builder, target) {
      let (arguments, kernel) = (builder.memory.arguments(run), builder.kernels.function)
      builder.then(writes: [target]) { frame, _ in kernel(arguments.address, frame) }
    } else {
      builder.then(writes: [target]) { frame, _ in
        let group = frame.pointee.group
        let cells = group.cells(target)
        var y = cells.mutableSpan
        operation.apply(to: group.cells(input).span, into: &y)
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
        if target != gradient {
          (group + target.offset).update(from: group + gradient.offset, count: gradient.count)
        }
        let cells = group.cells(target)
        var gx = cells.mutableSpan
        operation.multiplyBySlopes(&gx, at: group.cells(input).span, group.cells(output).span)
      }
    }
  }

  private func run(_ builder: NodeBuilder, _ output: InterleavedBuffer) -> ElementRun? {
    guard let (function, parameter) = operation.kernelFunction else { return nil }
    var run = ElementRun(function, parameter: parameter)
    // Whole registers: there is room behind every tensor.
    let count = (output.count + 15) / 16 * 16
    (run.input, run.output, run.count) = (builder.inputs[0].offset, output.offset, count)
    return run
  }
}

extension UnsafeMutablePointer<Float> {
  /// The numbers of a tensor of the group that begins here.
  fileprivate func cells(_ buffer: InterleavedBuffer) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: self + buffer.offset, count: buffer.count)
  }
}

extension ElementwiseOperation {
  /// The function as the kernels know it, with its parameter; `nil` when they do not.
  var kernelFunction: (function: ElementFunction, parameter: Float)? {
    switch function {
    case .relu: (.relu, 0)
    case .relu6: (.relu6, 0)
    case .leakyReLU(let slope): (.leakyRelu, slope)
    case .sigmoid: (.sigmoid, 0)
    case .tanh: (.tanh, 0)
    case .silu: (.silu, 0)
    case nil: nil
    }
  }

  /// Whether the derivative can be computed from the value alone.
  var derivativeFollowsFromValue: Bool {
    switch function {
    case .relu, .relu6, .sigmoid, .tanh: true
    case .leakyReLU(let slope): slope >= 0
    case .silu, nil: false
    }
  }

  /// How it may be applied after a maximum instead of before; `nil` when it may not.
  var orderWithMaximum: OrderWithMaximum? {
    switch function {
    case .relu, .relu6: .any
    case .sigmoid, .tanh: .compared
    case .leakyReLU, .silu, nil: nil
    }
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
