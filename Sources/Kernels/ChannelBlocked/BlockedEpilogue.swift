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
  default: break
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

/// Offsets of up to fourteen outputs, all 0.
@inline(__always) var fourteenOffsets: InlineArray<14, Int> {
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
}
