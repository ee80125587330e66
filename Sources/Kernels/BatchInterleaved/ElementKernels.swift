import KernelInterface

/// Applies a function to a run of numbers.
@inline(never)
func function(_ run: UnsafePointer<ElementRun>, _ frame: UnsafePointer<GroupFrame>) {
  switch run.pointee.function {
  case .relu: applyRelu(run.pointee, frame.pointee)
  case .leakyRelu: applyLeakyRelu(run.pointee, frame.pointee)
  case .relu6: applyRelu6(run.pointee, frame.pointee)
  case .sigmoid: applySigmoid(run.pointee, frame.pointee)
  case .tanh: applyTanh(run.pointee, frame.pointee)
  case .silu: applySilu(run.pointee, frame.pointee)
  }
}

// One function per case: in a single function, not everything would be inlined.

@inline(never)
private func applyRelu(_ run: ElementRun, _ frame: GroupFrame) { apply(.relu, run, frame) }

@inline(never)
private func applyLeakyRelu(_ run: ElementRun, _ frame: GroupFrame) {
  apply(.leakyRelu, run, frame)
}

@inline(never)
private func applyRelu6(_ run: ElementRun, _ frame: GroupFrame) { apply(.relu6, run, frame) }

@inline(never)
private func applySigmoid(_ run: ElementRun, _ frame: GroupFrame) { apply(.sigmoid, run, frame) }

@inline(never)
private func applyTanh(_ run: ElementRun, _ frame: GroupFrame) { apply(.tanh, run, frame) }

@inline(never)
private func applySilu(_ run: ElementRun, _ frame: GroupFrame) { apply(.silu, run, frame) }

@inline(__always)
private func apply(_ function: ElementFunction, _ run: ElementRun, _ frame: GroupFrame) {
  let (input, output) = (frame.group + run.input, frame.group + run.output)
  let parameter = Vector(repeating: run.parameter)
  var place = 0
  while place < run.count {
    store(value(function, load(input + place), parameter), output + place)
    place += vectorWidth
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
  let count = cells * 16
  for channel in 0..<channels {
    let start = from + channel * count
    var sums = fourZeros
    var place = 0
    while place + 4 * vectorWidth <= count {
      for part in 0..<4 { sums[unchecked: part] += load(start + place + part * vectorWidth) }
      place += 4 * vectorWidth
    }
    while place < count {
      sums[unchecked: 0] += load(start + place)
      place += vectorWidth
    }
    to[channel] = horizontalSum(sumOfFour(sums))
  }
}

/// The sum of four vectors.
@inline(__always)
func sumOfFour(_ sums: InlineArray<4, Vector>) -> Vector {
  (sums[unchecked: 0] + sums[unchecked: 1]) + (sums[unchecked: 2] + sums[unchecked: 3])
}
