import KernelInterface

/// Rows `first` to `end` − 1 of an element-wise operation.
@inline(never)
func transformRows(_ work: UnsafePointer<BlockedRows>, _ first: Int, _ end: Int) {
  if work.pointee.factors != nil { return scaleRows(work, first, end) }
  switch work.pointee.function {
  case .relu?: eachRow(work, first, end) { x, p in value(.relu, x, p) }
  case .leakyRelu?: eachRow(work, first, end) { x, p in value(.leakyRelu, x, p) }
  case .relu6?: eachRow(work, first, end) { x, p in value(.relu6, x, p) }
  case .sigmoid?: eachRow(work, first, end) { x, p in value(.sigmoid, x, p) }
  case .tanh?: eachRow(work, first, end) { x, p in value(.tanh, x, p) }
  case .silu?: eachRow(work, first, end) { x, p in value(.silu, x, p) }
  case nil: eachRow(work, first, end) { x, _ in x }
  }
}

@inline(__always)
private func eachRow(
  _ pointer: UnsafePointer<BlockedRows>, _ first: Int, _ end: Int,
  _ function: (Vector, Vector) -> Vector
) {
  let work = pointer.pointee
  let parameter = Vector(repeating: work.parameter)
  for row in first..<end {
    let (block, line) = row.quotientAndRemainder(dividingBy: work.rows)
    let start = block * work.blockStep + line * work.rowStep
    for place in stride(from: start, to: start + work.length, by: vectorWidth) {
      var x = load(work.input + place)
      if let addend = work.addend { x += load(addend + place) }
      if let multiplier = work.multiplier { x *= load(multiplier + place) }
      store(function(x, parameter), work.output + place)
    }
  }
}

@inline(__always)
private func scaleRows(_ pointer: UnsafePointer<BlockedRows>, _ first: Int, _ end: Int) {
  let work = pointer.pointee
  guard let factors = work.factors else { return }
  for row in first..<end {
    let (block, line) = row.quotientAndRemainder(dividingBy: work.rows)
    let start = block * work.blockStep + line * work.rowStep
    let factor = load(factors + block * work.factorStep)
    let shift = work.shifts.map { load($0 + block * work.factorStep) } ?? Vector(repeating: 0)
    for place in stride(from: start, to: start + work.length, by: vectorWidth) {
      store(multiplyAdd(shift, load(work.input + place), factor), work.output + place)
    }
  }
}
