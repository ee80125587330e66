/// Products of row-major matrices.
extension Kernels {
  /// `y = a · bᵀ + bias`: `a` is rows×inner, `b` columns×inner, `y` rows×columns.
  @inline(never)
  static func rowsTimesTransposed<S: Scalar>(
    _ a: [S], _ b: [S], bias: [S]?, rows: Int, inner: Int, columns: Int
  ) -> [S] {
    var y = [S](repeating: 0, count: rows * columns)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        for row in 0..<rows {
          for column in 0..<columns {
            let sum = dot(a + row * inner, step: 1, b + column * inner, count: inner)
            y[row * columns + column] = sum + (bias?[column] ?? 0)
          }
        }
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
    y.withUnsafeMutableBufferPointer { y in
      b.withUnsafeBufferPointer { b in
        guard let y = y.baseAddress, let b = b.baseAddress else { return }
        for row in 0..<rows {
          for i in 0..<inner {
            add(
              a[row * inner + i], times: b + i * columns, step: 1, to: y + row * columns,
              count: columns)
          }
        }
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
    y.withUnsafeMutableBufferPointer { y in
      b.withUnsafeBufferPointer { b in
        guard let y = y.baseAddress, let b = b.baseAddress else { return }
        for i in 0..<inner {
          for row in 0..<rows {
            add(
              a[i * rows + row], times: b + i * columns, step: 1, to: y + row * columns,
              count: columns)
          }
        }
      }
    }
    return y
  }
}
