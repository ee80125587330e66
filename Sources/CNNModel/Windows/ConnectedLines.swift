/// Outputs along the innermost axis that read cells through one tap: their offsets within the
/// planes, and the offset of the tap's weight within the kernel. Output `narrow + i` reads cell
/// `wide + i · stride`.
struct ConnectedLine {
  let weight: Int
  let wide: Int
  let narrow: Int
  let count: Int
}

extension SpatialWindow {
  /// The distance between the cells that adjacent outputs of a line read.
  var lineStep: Int { axes[axes.count - 1].stride }

  /// The lines that the taps connect within a pair of planes, tap by tap in reading order, then
  /// output by output. Every output thus reads its cells in reading order.
  ///
  /// In reverse order, if an output reads each cell through one tap only, every cell is read by its
  /// outputs in reading order.
  func connectedLines() -> [ConnectedLine] {
    let inner = axes[axes.count - 1]
    let runs = inner.runs()
    return Self.places(in: kernel).flatMap { tap -> [ConnectedLine] in
      let weight = zip(axes, tap).reduce(0) { $0 * $1.0.kernel + $1.0.weight(tap: $1.1) }
      return outerLines(tap).flatMap { line in
        runs[tap[tap.count - 1]].map { run in
          ConnectedLine(
            weight: weight, wide: line.wide * inner.extent + run.source,
            narrow: line.narrow * inner.outputs + run.output, count: run.count)
        }
      }
    }
  }

  /// The indices of the lines that a tap connects, over all axes but the innermost.
  private func outerLines(_ tap: [Int]) -> [(wide: Int, narrow: Int)] {
    zip(axes.dropLast(), tap).reduce([(0, 0)]) { lines, axis in
      let (window, tap) = axis
      let sources = (0..<window.outputs).map { window.source(output: $0, tap: tap) }
      return lines.flatMap { line in
        sources.enumerated().compactMap { output, source in
          source.map { (line.wide * window.extent + $0, line.narrow * window.outputs + output) }
        }
      }
    }
  }
}

extension ConnectedLine {
  /// Calls `body` with the offsets, within their planes, of every output and the cell that it
  /// reads.
  ///
  /// - Parameter step: the distance between the cells of adjacent outputs.
  @inline(__always)
  func forEachCell(step: Int, _ body: (_ output: Int, _ cell: Int) -> Void) {
    for index in 0..<count { body(narrow + index, wide + index * step) }
  }
}

extension SpatialWindow {
  /// Calls `body` with the offsets, within their planes, of every output and each cell in its
  /// window.
  package func forEachCell(_ body: (_ output: Int, _ cell: Int) -> Void) {
    for line in connectedLines() { line.forEachCell(step: lineStep, body) }
  }
}
