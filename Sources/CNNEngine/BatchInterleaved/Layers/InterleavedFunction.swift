import CNNModel
import KernelInterface

/// An element-wise function.
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
    // Whole vectors, because every tensor is padded.
    let count = (output.count + 15) / 16 * 16
    (run.input, run.output, run.count) = (builder.inputs[0].offset, output.offset, count)
    return run
  }
}

extension UnsafeMutablePointer<Float> {
  /// The numbers of a tensor of the group.
  fileprivate func cells(_ buffer: InterleavedBuffer) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: self + buffer.offset, count: buffer.count)
  }
}

extension ElementwiseOperation {
  /// The function as a kernel function with its parameter; `nil` without a kernel.
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

  /// Whether the derivative can be computed from the value.
  var derivativeFollowsFromValue: Bool {
    switch function {
    case .relu, .relu6, .sigmoid, .tanh: true
    case .leakyReLU(let slope): slope >= 0
    case .silu, nil: false
    }
  }

  /// How it can be applied after a max pooling instead of before; `nil` if it cannot.
  var orderWithMaximum: OrderWithMaximum? {
    switch function {
    case .relu, .relu6: .any
    case .sigmoid, .tanh: .compared
    case .leakyReLU, .silu, nil: nil
    }
  }
}

/// What is required to apply a function after a maximum instead of before.
enum OrderWithMaximum {
  /// Nothing: no maximum with a derivative other than 0 changes.
  case any
  /// Numbers that are close together must be compared by the function's values, which may be equal
  /// or, because of rounding errors, in the opposite order.
  case compared
}
