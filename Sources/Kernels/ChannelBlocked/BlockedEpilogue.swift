import KernelInterface

/// The operations on the sums of a tile before they are stored, all in registers: the addend and
/// the activation.
///
/// - Parameter results: the offsets of the tile's outputs.
@inline(__always)
func applyEpilogue(
  _ work: BlockedConvolution, _ sums: inout InlineArray<24, Vector>,
  _ results: InlineArray<14, Int>, outputs: Int, vectors: Int
) {
  if let addend = work.addend {
    for index in 0..<outputs {
      let from = addend + results[unchecked: index]
      for vector in 0..<vectors {
        sums[unchecked: index * vectors + vector] += load(from + vector * work.resultStep)
      }
    }
  }
  // One loop per activation, without branches inside.
  switch work.activation {
  case .relu?: rectify(&sums, .relu, outputs * vectors)
  case .relu6?: rectify(&sums, .relu6, outputs * vectors)
  case nil: break
  case let function?: apply(function, work.parameter, &sums, outputs * vectors)
  }
}

@inline(__always)
private func rectify(
  _ sums: inout InlineArray<24, Vector>, _ function: ElementFunction, _ count: Int
) {
  for index in 0..<count {
    let sum = sums[unchecked: index]
    sums[unchecked: index] = value(function, sum, sum)
  }
}

/// Applies a function that is not a rectifier.
@inline(never)
func apply(
  _ function: ElementFunction, _ parameter: Float, _ sums: inout InlineArray<24, Vector>,
  _ count: Int
) {
  switch function {
  case .silu: applySilu(&sums, count)
  case .sigmoid: applySigmoid(&sums, count)
  case .tanh: applyTanh(&sums, count)
  case .leakyRelu: applyLeakyRelu(&sums, count, parameter)
  case .relu, .relu6: break
  }
}

// One function per case: in a single function, not everything would be inlined.

@inline(never)
private func applySilu(_ sums: inout InlineArray<24, Vector>, _ count: Int) {
  applyLogistic(&sums, count, timesArgument: true)
}

@inline(never)
private func applySigmoid(_ sums: inout InlineArray<24, Vector>, _ count: Int) {
  applyLogistic(&sums, count, timesArgument: false)
}

@inline(never)
private func applyTanh(_ sums: inout InlineArray<24, Vector>, _ count: Int) {
  for index in 0..<count {
    sums[unchecked: index] = value(.tanh, sums[unchecked: index], sums[unchecked: index])
  }
}

@inline(never)
private func applyLeakyRelu(
  _ sums: inout InlineArray<24, Vector>, _ count: Int, _ parameter: Float
) {
  let parameter = Vector(repeating: parameter)
  for index in 0..<count {
    sums[unchecked: index] = value(.leakyRelu, sums[unchecked: index], parameter)
  }
}

/// Offsets of up to fourteen outputs, all 0.
@inline(__always) var fourteenOffsets: InlineArray<14, Int> {
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
}
