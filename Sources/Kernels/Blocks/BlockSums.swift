import KernelInterface

/// What is done to the sums of a tile before they are stored, all in registers.
@inline(__always)
func finishSums(
  _ work: BlockConvolution, _ sums: inout InlineArray<24, Lanes>,
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
  switch work.finish {
  case .plain: break
  case .relu:
    for index in 0..<outputs * vectors {
      sums[unchecked: index] = finished(sums[unchecked: index], .relu)
    }
  case .relu6:
    for index in 0..<outputs * vectors {
      sums[unchecked: index] = finished(sums[unchecked: index], .relu6)
    }
  }
}

/// A sum as it is stored.
@inline(__always)
func finished(_ sum: Lanes, _ finish: BlockFinish) -> Lanes {
  if finish == .plain { return sum }
  let positive = sum.replacing(with: 0, where: sum .< 0)
  return finish == .relu ? positive : positive.replacing(with: 6, where: positive .> 6)
}

// Written out: a call of `InlineArray.init(repeating:)` may stay a call, and then the sums leave
// their registers, and a specialisation is left behind that the linker could give to the program.

/// Places of outputs, all 0.
@inline(__always) var fourteenPlaces: InlineArray<14, Int> {
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
}

/// Sums, all 0.
@inline(__always) var twentyFourSums: InlineArray<24, Lanes> {
  let zero = Lanes(repeating: 0)
  return [
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
    zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero,
  ]
}

/// Eight times the same sum.
@inline(__always)
func eightSums(_ sum: Lanes) -> InlineArray<8, Lanes> {
  [sum, sum, sum, sum, sum, sum, sum, sum]
}
