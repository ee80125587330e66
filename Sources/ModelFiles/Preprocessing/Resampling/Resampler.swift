import CNNModel

/// Planes of rows and columns resampled by one method.
struct Resampler {
  private let from, to: Shape
  private let columns, rows: ResamplingPass
  private let isRowsFirst: Bool

  /// - Parameters:
  ///   - from: rows and columns before.
  ///   - to: rows and columns after.
  ///   - isBytes: whether the numbers are integers from 0 to 255, which libraries compute with
  ///     fewer bits; otherwise all are computed as real numbers.
  init(from: Shape, to: Shape, _ method: ResamplingMethod, isBytes: Bool) {
    (self.from, self.to) = (from, to)
    let rule = method.rule(from: from, to: to)
    let arithmetic = isBytes ? method.arithmetic(from: from, to: to) : .real
    isRowsFirst = method.isRowsFirst(from: from, to: to)
    (columns, rows) = arithmetic.passes(
      columns: ResamplingTaps(rule, from: from[1], to: to[1]),
      rows: ResamplingTaps(rule, from: from[0], to: to[0]))
  }

  /// Some rows of what becomes of a plane, one behind the other.
  ///
  /// - Precondition: the rows ascend, and the plane has the shape `from`.
  func rows(_ wanted: some Sequence<Int>, of plane: ArraySlice<Float>) -> [Float] {
    var resampled: [Float] = []
    var lines = Lines(plane: plane, size: from[1])
    for row in wanted {
      lines.drop(before: rows.taps.cells[row].first)
      let line = rows.line(row) { index in
        lines.line(index) { isRowsFirst ? $0 : columns.apply(to: $0) }
      }
      resampled += (isRowsFirst ? columns.apply(to: line) : line).lazy.map(Float.init)
    }
    return resampled
  }

  /// All that becomes of a plane.
  func apply(to plane: ArraySlice<Float>) -> [Float] { rows(0..<to[0], of: plane) }
}

/// The lines of a plane that several rows need.
private struct Lines {
  let plane: ArraySlice<Float>
  /// The number of cells in a line.
  let size: Int
  private var known: [Int: [Double]] = [:]

  init(plane: ArraySlice<Float>, size: Int) { (self.plane, self.size) = (plane, size) }

  mutating func line(_ index: Int, _ transform: ([Double]) -> [Double]) -> [Double] {
    if let line = known[index] { return line }
    let start = plane.startIndex + index * size
    let line = transform(plane[start..<start + size].map(Double.init))
    known[index] = line
    return line
  }

  mutating func drop(before first: Int) { known = known.filter { $0.key >= first } }
}
