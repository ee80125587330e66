import KernelInterface

extension Elementwise {
  /// The function as the kernels know it, and what it depends on besides; `nil` when they do not.
  var laneFunction: (function: LaneFunction, parameter: Float)? { nil }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let input = site.inputs[0]
    guard !site.isPostponed else { return [input] }
    let target = site.overwritesInput ? input : site.buffer(input.shape)
    if let run = run(site, target) {
      let (work, kernel) = (site.memory.work(run), site.kernels.function)
      site.then(writes: [target]) { frame, _ in kernel(work.address, frame) }
    } else {
      site.then(writes: [target]) { frame, _ in
        let (x, y) = (frame.pointee.group + input.offset, frame.pointee.group + target.offset)
        for place in 0..<input.count { y[place] = value(x[place]) }
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
        let (x, y) = (group + input.offset, group + output.offset)
        let (gy, gx) = (group + gradient.offset, group + target.offset)
        for place in 0..<input.count { gx[place] = gy[place] * slope(x[place], y[place]) }
      }
    }
  }

  /// Whether the slope follows from the value as well as from the number.
  var slopeFollowsValue: Bool {
    switch laneFunction?.function {
    case .relu, .relu6, .sigmoid, .tanh: true
    case .leakyRelu: (laneFunction?.parameter ?? -1) >= 0
    case .silu, nil: false
    }
  }

  /// How it may come after a maximum instead of before; `nil` when it may not.
  var orderWithMaximum: OrderWithMaximum? {
    switch laneFunction?.function {
    case .relu, .relu6: .any
    case .sigmoid, .tanh: .compared
    case .leakyRelu, .silu, nil: nil
    }
  }

  private func run(_ site: LaneSite, _ output: LaneBuffer) -> ElementRun? {
    guard let (function, parameter) = laneFunction else { return nil }
    var run = ElementRun(function, parameter: parameter)
    // Whole registers: behind what a layer writes there is room.
    let count = (output.count + 15) / 16 * 16
    (run.input, run.output, run.count) = (site.inputs[0].offset, output.offset, count)
    return run
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

extension ReLU {
  var laneFunction: (function: LaneFunction, parameter: Float)? { (.relu, 0) }
}

extension ReLU6 {
  var laneFunction: (function: LaneFunction, parameter: Float)? { (.relu6, 0) }
}

extension LeakyReLU {
  var laneFunction: (function: LaneFunction, parameter: Float)? {
    (.leakyRelu, Float(slopeBelow))
  }
}

extension Sigmoid {
  var laneFunction: (function: LaneFunction, parameter: Float)? { (.sigmoid, 0) }
}

extension Tanh {
  var laneFunction: (function: LaneFunction, parameter: Float)? { (.tanh, 0) }
}

extension SiLU {
  var laneFunction: (function: LaneFunction, parameter: Float)? { (.silu, 0) }
}
