import KernelInterface

/// Rows `first` to `end` − 1, number by number.
@inline(never)
func transformRows(_ work: UnsafePointer<BlockRows>, _ first: Int, _ end: Int) {
  switch work.pointee.function {
  case .copy: eachRow(work, first, end) { x in x }
  case .relu: eachRow(work, first, end) { x in finished(x, .relu) }
  case .relu6: eachRow(work, first, end) { x in finished(x, .relu6) }
  case .sigmoid: eachRow(work, first, end) { x in logistic(x) }
  case .tanh: eachRow(work, first, end) { x in hyperbolicTangent(x) }
  case .silu: eachRow(work, first, end) { x in x * logistic(x) }
  case .scale: scaleRows(work, first, end)
  }
}

@inline(__always)
private func eachRow(
  _ pointer: UnsafePointer<BlockRows>, _ first: Int, _ end: Int, _ change: (Lanes) -> Lanes
) {
  let work = pointer.pointee
  for row in first..<end {
    let (block, line) = row.quotientAndRemainder(dividingBy: work.rows)
    let start = block * work.blockStep + line * work.rowStep
    for place in stride(from: start, to: start + work.length, by: Lanes.scalarCount) {
      var x = load(work.input + place)
      if let addend = work.addend { x += load(addend + place) }
      store(change(x), work.output + place)
    }
  }
}

@inline(__always)
private func scaleRows(_ pointer: UnsafePointer<BlockRows>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  guard let factors = work.factors, let shifts = work.shifts else { return }
  for row in first..<end {
    let (block, line) = row.quotientAndRemainder(dividingBy: work.rows)
    let start = block * work.blockStep + line * work.rowStep
    let factor = load(factors + block * Lanes.scalarCount)
    let shift = load(shifts + block * Lanes.scalarCount)
    for place in stride(from: start, to: start + work.length, by: Lanes.scalarCount) {
      store(multiplyAdd(shift, load(work.input + place), factor), work.output + place)
    }
  }
}
