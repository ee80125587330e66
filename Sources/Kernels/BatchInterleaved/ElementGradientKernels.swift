import KernelInterface

/// Multiplies the gradient of a run of numbers by the function's derivative.
@inline(never)
func functionGradient(_ run: UnsafePointer<ElementRun>, _ frame: UnsafePointer<GroupFrame>) {
  switch run.pointee.function {
  case .relu: reluGradient(run.pointee, frame.pointee)
  case .leakyRelu: leakyReluGradient(run.pointee, frame.pointee)
  case .relu6: relu6Gradient(run.pointee, frame.pointee)
  case .sigmoid: sigmoidGradient(run.pointee, frame.pointee)
  case .tanh: tanhGradient(run.pointee, frame.pointee)
  case .silu: siluGradient(run.pointee, frame.pointee)
  }
}

// One function per case: in a single function, not everything would be inlined.

@inline(never)
private func reluGradient(_ run: ElementRun, _ frame: GroupFrame) {
  backpropagate(.relu, run, frame)
}

@inline(never)
private func leakyReluGradient(_ run: ElementRun, _ frame: GroupFrame) {
  backpropagate(.leakyRelu, run, frame)
}

@inline(never)
private func relu6Gradient(_ run: ElementRun, _ frame: GroupFrame) {
  backpropagate(.relu6, run, frame)
}

@inline(never)
private func sigmoidGradient(_ run: ElementRun, _ frame: GroupFrame) {
  backpropagate(.sigmoid, run, frame)
}

@inline(never)
private func tanhGradient(_ run: ElementRun, _ frame: GroupFrame) {
  backpropagate(.tanh, run, frame)
}

@inline(never)
private func siluGradient(_ run: ElementRun, _ frame: GroupFrame) {
  backpropagate(.silu, run, frame)
}

@inline(__always)
private func backpropagate(_ function: ElementFunction, _ run: ElementRun, _ frame: GroupFrame) {
  let group = frame.group
  let parameter = Vector(repeating: run.parameter)
  var place = 0
  while place < run.count {
    let (x, y) = (load(group + run.input + place), load(group + run.output + place))
    let gradient = load(group + run.outputGradient + place)
    store(gradient * derivative(function, x, y, parameter), group + run.inputGradient + place)
    place += vectorWidth
  }
}
