/// The number of independent sums: enough to hide the latency of an instruction, fewer than there
/// are registers.
private let sums = 12

let peakOperations = 2 * sums * vectorWidth

@inline(never)
@Sendable
func peak(iterations: Int) -> Float {
  var sum = twelveZeros
  // The sums converge to 1: no infinite or subnormal number slows them down.
  let (half, factor) = (Vector(repeating: 0.5), Vector(repeating: 0.5))
  for _ in 0..<iterations {
    for index in 0..<12 { sum[index] = multiplyAdd(half, sum[index], factor) }
  }
  var total = Vector.zero
  for index in 0..<12 { total += sum[index] }
  return total[0]
}
