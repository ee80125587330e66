/// Products of row-major matrices.
extension Loops {
  /// `y = a · bᵀ + bias`: `a` is rows×inner, `b` columns×inner, `y` rows×columns.
  @inline(never)
  static func rowsTimesTransposed<S: Scalar>(
    _ a: [S], _ b: [S], bias: [S]?, rows: Int, inner: Int, columns: Int
  ) -> [S] {
    var y = [S](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      let line = a.span.extracting(row * inner..<(row + 1) * inner)
      for column in 0..<columns {
        let weights = b.span.extracting(column * inner..<(column + 1) * inner)
        y[row * columns + column] = dot(line, step: 1, weights) + (bias?[column] ?? 0)
      }
    }
    return y
  }

  /// `y = a · b`: `a` is rows×inner, `b` inner×columns.
  @inline(never)
  static func rowsTimes<S: Scalar>(
    _ a: [S], _ b: [S], rows: Int, inner: Int, columns: Int
  ) -> [S] {
    var y = [S](repeating: 0, count: rows * columns)
    guard columns > 0 else { return y }
    var target = y.mutableSpan
    for row in 0..<rows {
      for i in 0..<inner {
        let line = b.span.extracting(i * columns..<(i + 1) * columns)
        add(
          a[row * inner + i], times: line, step: 1, to: &target, at: row * columns, count: columns)
      }
    }
    return y
  }

  /// `y = aᵀ · b`: `a` is inner×rows, `b` inner×columns, summed in the order of the inner index.
  @inline(never)
  static func transposedTimes<S: Scalar>(
    _ a: [S], _ b: [S], inner: Int, rows: Int, columns: Int
  ) -> [S] {
    var y = [S](repeating: 0, count: rows * columns)
    guard columns > 0 else { return y }
    var target = y.mutableSpan
    for i in 0..<inner {
      let line = b.span.extracting(i * columns..<(i + 1) * columns)
      for row in 0..<rows {
        add(a[i * rows + row], times: line, step: 1, to: &target, at: row * columns, count: columns)
      }
    }
    return y
  }
}
