import KernelInterface

/// Applies a function to a run of numbers.
@inline(never)
func function(_ run: UnsafePointer<ElementRun>, _ frame: UnsafePointer<LaneFrame>) {
  switch run.pointee.function {
  case .relu: map(.relu, run.pointee, frame.pointee)
  case .leakyRelu: map(.leakyRelu, run.pointee, frame.pointee)
  case .relu6: map(.relu6, run.pointee, frame.pointee)
  case .sigmoid: map(.sigmoid, run.pointee, frame.pointee)
  case .tanh: map(.tanh, run.pointee, frame.pointee)
  case .silu: map(.silu, run.pointee, frame.pointee)
  }
}

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
  case .leakyRelu: (x * parameter).replacing(with: x, where: (x .> 0) .| (x .!= x))
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
  case .relu: descend(.relu, run.pointee, frame.pointee)
  case .leakyRelu: descend(.leakyRelu, run.pointee, frame.pointee)
  case .relu6: descend(.relu6, run.pointee, frame.pointee)
  case .sigmoid: descend(.sigmoid, run.pointee, frame.pointee)
  case .tanh: descend(.tanh, run.pointee, frame.pointee)
  case .silu: descend(.silu, run.pointee, frame.pointee)
  }
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
  case .leakyRelu: return one.replacing(with: parameter, where: x .<= 0)
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
