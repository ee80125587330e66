import KernelInterface

/// Applies a function to a run of numbers.
@inline(never)
func function(_ run: UnsafePointer<ElementRun>, _ frame: UnsafePointer<LaneFrame>) {
  switch run.pointee.function {
  case .relu: mapRelu(run.pointee, frame.pointee)
  case .leakyRelu: mapLeakyRelu(run.pointee, frame.pointee)
  case .relu6: mapRelu6(run.pointee, frame.pointee)
  case .sigmoid: mapSigmoid(run.pointee, frame.pointee)
  case .tanh: mapTanh(run.pointee, frame.pointee)
  case .silu: mapSilu(run.pointee, frame.pointee)
  }
}

// A function for each: in one for all, not all would be inlined.

@inline(never)
private func mapRelu(_ run: ElementRun, _ frame: LaneFrame) { map(.relu, run, frame) }

@inline(never)
private func mapLeakyRelu(_ run: ElementRun, _ frame: LaneFrame) { map(.leakyRelu, run, frame) }

@inline(never)
private func mapRelu6(_ run: ElementRun, _ frame: LaneFrame) { map(.relu6, run, frame) }

@inline(never)
private func mapSigmoid(_ run: ElementRun, _ frame: LaneFrame) { map(.sigmoid, run, frame) }

@inline(never)
private func mapTanh(_ run: ElementRun, _ frame: LaneFrame) { map(.tanh, run, frame) }

@inline(never)
private func mapSilu(_ run: ElementRun, _ frame: LaneFrame) { map(.silu, run, frame) }

@inline(__always)
private func map(_ function: LaneFunction, _ run: ElementRun, _ frame: LaneFrame) {
  let (input, output) = (frame.group + run.input, frame.group + run.output)
  let parameter = Lanes(repeating: run.parameter)
  var place = 0
  while place < run.count {
    store(value(function, load(input + place), parameter), output + place)
    place += vectorWidth
  }
}

@inline(__always)
private func value(
  _ function: LaneFunction, _ x: Lanes, _ parameter: Lanes
) -> Lanes {
  switch function {
  case .relu: x.replacing(with: 0, where: x .<= 0)
  case .leakyRelu: (x * parameter).replacing(with: x, where: x .> 0)
  case .relu6: x.replacing(with: 0, where: x .<= 0).replacing(with: 6, where: x .>= 6)
  case .sigmoid: logistic(x)
  case .tanh: hyperbolicTangent(x)
  case .silu: x * logistic(x)
  }
}

/// Multiplies the gradient of a run of numbers with the function's slope.
@inline(never)
func slope(_ run: UnsafePointer<ElementRun>, _ frame: UnsafePointer<LaneFrame>) {
  switch run.pointee.function {
  case .relu: descendRelu(run.pointee, frame.pointee)
  case .leakyRelu: descendLeakyRelu(run.pointee, frame.pointee)
  case .relu6: descendRelu6(run.pointee, frame.pointee)
  case .sigmoid: descendSigmoid(run.pointee, frame.pointee)
  case .tanh: descendTanh(run.pointee, frame.pointee)
  case .silu: descendSilu(run.pointee, frame.pointee)
  }
}

@inline(never)
private func descendRelu(_ run: ElementRun, _ frame: LaneFrame) {
  descend(.relu, run, frame)
}

@inline(never)
private func descendLeakyRelu(_ run: ElementRun, _ frame: LaneFrame) {
  descend(.leakyRelu, run, frame)
}

@inline(never)
private func descendRelu6(_ run: ElementRun, _ frame: LaneFrame) {
  descend(.relu6, run, frame)
}

@inline(never)
private func descendSigmoid(_ run: ElementRun, _ frame: LaneFrame) {
  descend(.sigmoid, run, frame)
}

@inline(never)
private func descendTanh(_ run: ElementRun, _ frame: LaneFrame) {
  descend(.tanh, run, frame)
}

@inline(never)
private func descendSilu(_ run: ElementRun, _ frame: LaneFrame) {
  descend(.silu, run, frame)
}

@inline(__always)
private func descend(_ function: LaneFunction, _ run: ElementRun, _ frame: LaneFrame) {
  let group = frame.group
  let parameter = Lanes(repeating: run.parameter)
  var place = 0
  while place < run.count {
    let (x, y) = (load(group + run.input + place), load(group + run.output + place))
    let gradient = load(group + run.outputGradient + place)
    store(gradient * slope(function, x, y, parameter), group + run.inputGradient + place)
    place += vectorWidth
  }
}

@inline(__always)
private func slope(
  _ function: LaneFunction, _ x: Lanes, _ y: Lanes, _ parameter: Lanes
) -> Lanes {
  let one = Lanes(repeating: 1)
  switch function {
  case .relu: return one.replacing(with: 0, where: x .<= 0)
  case .leakyRelu: return parameter.replacing(with: one, where: x .> 0)
  case .relu6: return one.replacing(with: 0, where: (x .<= 0) .| (x .>= 6))
  case .sigmoid: return y * (one - y)
  case .tanh: return one - y * y
  case .silu:
    let share = logistic(x)
    return share * (one + x * (one - share))
  }
}

/// `to += from`
@inline(never)
func add(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var place = 0
  while place + vectorWidth <= count {
    store(load(to + place) + load(from + place), to + place)
    place += vectorWidth
  }
  while place < count {
    to[place] += from[place]
    place += 1
  }
}

/// The sum of every channel over its cells and samples.
@inline(never)
func channelSums(
  _ from: UnsafePointer<Float>, _ channels: Int, _ cells: Int, _ to: UnsafeMutablePointer<Float>
) {
  for channel in 0..<channels {
    let start = from + channel * cells * 16
    var sums = fourZeros
    let count = cells * 16
    var place = 0
    while place + 4 * vectorWidth <= count {
      for part in 0..<4 { sums[unchecked: part] += load(start + place + part * vectorWidth) }
      place += 4 * vectorWidth
    }
    while place < count {
      sums[unchecked: 0] += load(start + place)
      place += vectorWidth
    }
    to[channel] = total(
      (sums[unchecked: 0] + sums[unchecked: 1]) + (sums[unchecked: 2] + sums[unchecked: 3]))
  }
}
