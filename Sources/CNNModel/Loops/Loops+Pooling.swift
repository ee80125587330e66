/// Poolings, row by row.
extension Loops {
  /// The weighted sum of each window; `shares` has the weight of every window position.
  @inline(never)
  static func averagePool<S: Scalar>(
    _ x: [S], planes: Int, _ window: SpatialWindow, shares: [S]
  ) -> [S] {
    let (lines, step, size) = (window.connectedLines(), window.lineStep, window.outputPlane)
    var y = [S](repeating: 0, count: planes * size)
    for plane in 0..<planes {
      let (from, to) = (plane * window.imagePlane, plane * size)
      for line in lines {
        line.forEachCell(step: step) { output, cell in y[to + output] += x[from + cell] }
      }
      for output in 0..<size { y[to + output] *= shares[output] }
    }
    return y
  }

  /// Adds each output's gradient, times the weight of the position, to the cells of its window.
  @inline(never)
  static func averagePoolGradient<S: Scalar>(
    _ gy: [S], planes: Int, _ window: SpatialWindow, shares: [S]
  ) -> [S] {
    let (lines, step) = (window.connectedLines(), window.lineStep)
    var gx = [S](repeating: 0, count: planes * window.imagePlane)
    for plane in 0..<planes {
      let (to, from) = (plane * window.imagePlane, plane * window.outputPlane)
      for line in lines.reversed() {
        line.forEachCell(step: step) { output, cell in
          gx[to + cell] += gy[from + output] * shares[output]
        }
      }
    }
    return gx
  }

  /// The offset of the maximum of each window within its plane: on a tie the first in reading
  /// order; NaN is larger than every number, and a later NaN is selected over an earlier one, as in
  /// PyTorch. −1 for a window without cells of the image.
  @inline(never)
  static func winners<S: Scalar>(_ x: [S], planes: Int, _ window: SpatialWindow) -> [Int] {
    let (lines, step) = (window.connectedLines(), window.lineStep)
    var winners = [Int](repeating: -1, count: planes * window.outputPlane)
    for plane in 0..<planes {
      let (from, to) = (plane * window.imagePlane, plane * window.outputPlane)
      for line in lines {
        line.forEachCell(step: step) { output, cell in
          let winner = winners[to + output]
          let value = x[from + cell]
          if winner < 0 || value > x[from + winner] || value.isNaN { winners[to + output] = cell }
        }
      }
    }
    return winners
  }
}
