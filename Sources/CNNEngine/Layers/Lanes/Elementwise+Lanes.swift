import CNNModel
import KernelInterface

/// An element-wise layer with samples side by side.
struct ElementwiseLanes: LaneLayer {
  let layer: any ElementwiseOperation

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let input = site.inputs[0]
    guard !site.isPostponed else { return [input] }
    let target = site.overwritesInput ? input : site.buffer(input.shape)
    if let run = run(site, target) {
      let (work, kernel) = (site.memory.work(run), site.kernels.function)
      site.then(writes: [target]) { frame, _ in kernel(work.address, frame) }
    } else {
      site.then(writes: [target]) { frame, _ in
        let group = frame.pointee.group
        let cells = group.cells(target)
        var y = cells.mutableSpan
        layer.apply(to: group.cells(input).span, into: &y)
      }
    }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (input, output, gradient) = (site.inputs[0], site.outputs[0], site.gradients[0])
    guard !site.isPostponed else {
      site.inputGradients[0] = gradient
      return
    }
    let target = site.elementGradient()
    if var run = run(site, output) {
      (run.outputGradient, run.inputGradient) = (gradient.offset, target.offset)
      let (work, kernel) = (site.memory.work(run), site.kernels.slope)
      site.back(input: 0, writes: [target]) { frame, _ in kernel(work.address, frame) }
    } else {
      site.back(input: 0, writes: [target]) { frame, _ in
        let group = frame.pointee.group
        if target != gradient {
          (group + target.offset).update(from: group + gradient.offset, count: gradient.count)
        }
        let cells = group.cells(target)
        var gx = cells.mutableSpan
        layer.multiplyBySlopes(&gx, at: group.cells(input).span, group.cells(output).span)
      }
    }
  }

  private func run(_ site: LaneSite, _ output: LaneBuffer) -> ElementRun? {
    guard let (function, parameter) = layer.laneFunction else { return nil }
    var run = ElementRun(function, parameter: parameter)
    // Whole registers: behind what a layer writes there is room.
    let count = (output.count + 15) / 16 * 16
    (run.input, run.output, run.count) = (site.inputs[0].offset, output.offset, count)
    return run
  }
}

extension UnsafeMutablePointer<Float> {
  /// The numbers of a tensor of the group that begins here.
  fileprivate func cells(_ buffer: LaneBuffer) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: self + buffer.offset, count: buffer.count)
  }
}

extension ElementwiseOperation {
  /// The function as the kernels know it, and what it depends on besides; `nil` when they do not.
  var laneFunction: (function: LaneFunction, parameter: Float)? {
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

  /// Whether the slope follows from the value as well as from the number.
  var slopeFollowsValue: Bool {
    switch function {
    case .relu, .relu6, .sigmoid, .tanh: true
    case .leakyReLU(let slope): slope >= 0
    case .silu, nil: false
    }
  }

  /// How it may come after a maximum instead of before; `nil` when it may not.
  var orderWithMaximum: OrderWithMaximum? {
    switch function {
    case .relu, .relu6: .any
    case .sigmoid, .tanh: .compared
    case .leakyReLU, .silu, nil: nil
    }
  }
}

/// What has to be done where a function comes after a maximum instead of before.
enum OrderWithMaximum {
  /// Nothing: no winner changes that has a slope.
  case any
  /// Numbers that are close together have to be compared by the function's values, which may be
  /// equal, and whose errors may turn their order round.
  case compared
}
