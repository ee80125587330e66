/// As many sums as hide how long one takes, and fewer than there are registers.
private let sums = 12

let peakOperations = 2 * sums * Lanes.scalarCount

@inline(never)
@Sendable
func peak(iterations: Int) -> Float {
  var sum = InlineArray<12, Lanes>(repeating: Lanes(repeating: 0.5))
  // The sums go to 1 and stay there: no infinity, no subnormal number slows them.
  let (half, factor) = (Lanes(repeating: 0.5), Lanes(repeating: 0.5))
  for _ in 0..<iterations {
    for index in 0..<12 { sum[index] = multiplyAdd(half, sum[index], factor) }
  }
  var total = Lanes.zero
  for index in 0..<12 { total += sum[index] }
  return total[0]
}
