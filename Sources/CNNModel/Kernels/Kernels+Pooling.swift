extension ImageWindow {
  /// Calls `body` with the offsets, within their planes, of every output and each cell in the image
  /// that it sees, outputs in reading order and within each its cells in reading order.
  @inline(__always)
  package func forEachCell(_ body: (_ output: Int, _ cell: Int) -> Void) {
    for row in 0..<rows.outputs {
      for column in 0..<columns.outputs {
        let output = row * columns.outputs + column
        for tapRow in 0..<rows.kernel {
          guard let cellRow = rows.source(output: row, tap: tapRow) else { continue }
          for tapColumn in 0..<columns.kernel {
            guard let cell = columns.source(output: column, tap: tapColumn) else { continue }
            body(output, cellRow * columns.extent + cell)
          }
        }
      }
    }
  }

  package var imagePlane: Int { rows.extent * columns.extent }
  package var outputPlane: Int { rows.outputs * columns.outputs }
}

extension Kernels {
  /// The sum of each window times its share.
  @inline(never)
  static func averagePool<S: Scalar>(
    _ x: [S], planes: Int, _ window: ImageWindow, shares: [S]
  ) -> [S] {
    var y = [S](repeating: 0, count: planes * window.outputPlane)
    for plane in 0..<planes {
      let (from, to) = (plane * window.imagePlane, plane * window.outputPlane)
      window.forEachCell { output, cell in y[to + output] += x[from + cell] }
      for output in 0..<window.outputPlane { y[to + output] *= shares[output] }
    }
    return y
  }

  /// Each output's gradient times its share, added to every cell of its window.
  @inline(never)
  static func averagePoolGradient<S: Scalar>(
    _ gy: [S], planes: Int, _ window: ImageWindow, shares: [S]
  ) -> [S] {
    var gx = [S](repeating: 0, count: planes * window.imagePlane)
    for plane in 0..<planes {
      let (to, from) = (plane * window.imagePlane, plane * window.outputPlane)
      window.forEachCell { output, cell in gx[to + cell] += gy[from + output] * shares[output] }
    }
    return gx
  }

  /// The offset, within its plane, of the cell that wins each window: the first of the largest in
  /// reading order; a NaN wins over every number, and a later NaN over an earlier one, as in
  /// PyTorch. −1 for a window that sees no cell of the image.
  @inline(never)
  static func winners<S: Scalar>(_ x: [S], planes: Int, _ window: ImageWindow) -> [Int] {
    var winners = [Int](repeating: -1, count: planes * window.outputPlane)
    for plane in 0..<planes {
      let (from, to) = (plane * window.imagePlane, plane * window.outputPlane)
      window.forEachCell { output, cell in
        let winner = winners[to + output]
        let value = x[from + cell]
        if winner < 0 || value > x[from + winner] || value.isNaN { winners[to + output] = cell }
      }
    }
    return winners
  }
}
