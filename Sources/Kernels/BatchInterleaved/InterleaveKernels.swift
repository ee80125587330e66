/// Interleaves sixteen rows: `to[i][r] = rows[r][i]`.
@inline(never)
func interleave(
  _ rows: UnsafePointer<Float>, _ step: Int, _ to: UnsafeMutablePointer<Float>, _ count: Int
) {
  var place = 0
  while place + 4 <= count {
    for block in 0..<4 {
      transpose(rows + 4 * block * step + place, step, to + place * 16 + 4 * block, 16)
    }
    place += 4
  }
  while place < count {
    for row in 0..<16 { to[place * 16 + row] = rows[row * step + place] }
    place += 1
  }
}

/// Separates sixteen interleaved rows: `to[r][i] = from[i][r]`.
@inline(never)
func deinterleave(
  _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ step: Int, _ count: Int
) {
  var place = 0
  while place + 4 <= count {
    for block in 0..<4 {
      transpose(from + place * 16 + 4 * block, 16, to + 4 * block * step + place, step)
    }
    place += 4
  }
  while place < count {
    for row in 0..<16 { to[row * step + place] = from[place * 16 + row] }
    place += 1
  }
}

/// Transposes a square of 4×4 numbers.
@inline(__always)
private func transpose(
  _ from: UnsafePointer<Float>, _ step: Int, _ to: UnsafeMutablePointer<Float>, _ toStep: Int
) {
  func row(_ index: Int) -> SIMD4<Float> {
    UnsafeRawPointer(from + index * step).loadUnaligned(as: SIMD4<Float>.self)
  }
  let (a, b, c, d) = (row(0), row(1), row(2), row(3))
  let rows =
    [
      SIMD4(a.x, b.x, c.x, d.x), SIMD4(a.y, b.y, c.y, d.y), SIMD4(a.z, b.z, c.z, d.z),
      SIMD4(a.w, b.w, c.w, d.w),
    ] as InlineArray<4, SIMD4<Float>>
  for index in 0..<4 {
    UnsafeMutableRawPointer(to + index * toStep).storeBytes(
      of: rows[unchecked: index], as: SIMD4<Float>.self)
  }
}
