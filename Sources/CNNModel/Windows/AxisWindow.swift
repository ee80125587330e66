/// A window that slides along one spatial axis: the index arithmetic of convolution and pooling,
/// shared by forward passes, backward passes and definitions.
///
/// Output `o` reads through tap `k` the cell `o · stride + k · dilation − before`; a cell outside
/// of the extent is padding, and ``fill`` determines its value.
public struct AxisWindow: Hashable, Sendable {
  /// The number of cells along the axis.
  public let extent: Int
  /// The number of window positions.
  public let outputs: Int
  /// The number of taps.
  public let kernel: Int
  /// The distance between adjacent windows, in cells.
  public let stride: Int
  /// The distance between adjacent taps, in cells.
  public let dilation: Int
  /// The number of padding cells before the axis.
  public let before: Int
  /// The number of padding cells after the axis.
  public let after: Int
  /// The values of padding cells.
  public let fill: PaddingFill
  /// Whether tap `k` is multiplied by weight `kernel − 1 − k`: a true convolution.
  public let isFlipped: Bool

  package init(
    extent: Int, outputs: Int, kernel: Int, stride: Int, dilation: Int, before: Int, after: Int,
    fill: PaddingFill = .zeros, isFlipped: Bool = false
  ) {
    (self.extent, self.outputs, self.kernel) = (extent, outputs, kernel)
    (self.stride, self.dilation) = (stride, dilation)
    (self.before, self.after) = (before, after)
    (self.fill, self.isFlipped) = (fill, isFlipped)
  }

  /// The number of cells from the first tap to the last: `dilation · (kernel − 1) + 1`.
  public var reach: Int { dilation * (kernel - 1) + 1 }

  /// The position of tap `tap` of output `output`; in the padding it is negative or at least
  /// ``extent``.
  public func place(output: Int, tap: Int) -> Int { output * stride + tap * dilation - before }

  /// The cell that output `output` reads through tap `tap`; `nil` for zero padding.
  public func source(output: Int, tap: Int) -> Int? {
    fill.resolve(place(output: output, tap: tap), extent: extent)
  }

  /// Whether an output reads any cell of the image.
  package func reads(output: Int) -> Bool {
    (0..<kernel).contains { source(output: output, tap: $0) != nil }
  }

  /// The index of the weight that tap `tap` is multiplied by.
  public func weight(tap: Int) -> Int { isFlipped ? kernel - 1 - tap : tap }

  /// The tap that is multiplied by the weight with an index.
  public func tap(weight: Int) -> Int { isFlipped ? kernel - 1 - weight : weight }

  /// The outputs that read a cell, and the taps through which they do: the inverse of
  /// ``source(output:tap:)``, by output, then by tap.
  public func readers(of cell: Int) -> [(output: Int, tap: Int)] {
    var readers: [(output: Int, tap: Int)] = []
    for place in places(of: cell) {
      for tap in 0..<kernel {
        let distance = place + before - tap * dilation
        guard distance >= 0, distance % stride == 0, distance / stride < outputs else { continue }
        readers.append((distance / stride, tap))
      }
    }
    return readers.sorted { ($0.output, $0.tap) < ($1.output, $1.tap) }
  }

  /// All positions, in the image or in the padding, that have the value of a cell.
  private func places(of cell: Int) -> [Int] {
    let outside: [Int] =
      switch fill {
      case .zeros: []
      case .reflect: [-cell, 2 * (extent - 1) - cell].filter { $0 != cell }
      case .circular: [cell - extent, cell + extent]
      case .nearest:
        (cell == 0 ? Array(-before..<0) : [])
          + (cell == extent - 1 ? Array(extent..<extent + after) : [])
      }
    return [cell] + outside.filter { $0 >= -before && $0 < extent + after }
  }

  /// The interval of cells that the windows of an interval of outputs cover, padding included.
  public func sources(of outputs: ClosedRange<Int>) -> ClosedRange<Int> {
    place(output: outputs.lowerBound, tap: 0)...place(output: outputs.upperBound, tap: kernel - 1)
  }

  /// The arithmetic of the number of outputs: `10 = ⌊(14 + 2·0 − 1·(5−1) − 1)/1⌋ + 1`.
  public func arithmetic(ceiling: Bool = false) -> String {
    let padding = before == after ? "2·\(before)" : "\(before) + \(after)"
    let (open, close) = ceiling ? ("⌈", "⌉") : ("⌊", "⌋")
    return
      "\(outputs) = \(open)(\(extent) + \(padding) − \(dilation)·(\(kernel)−1) − 1)/\(stride)\(close) + 1"
  }
}

/// Consecutive outputs that read regularly spaced cells through one tap: `output + i` reads `source
/// + i · step`.
package struct AxisRun {
  package let output: Int
  package let source: Int
  package let count: Int
}

extension AxisWindow {
  /// For every tap the runs of outputs that read a cell of the image through it: one within the
  /// image, and one of a single output for each padding position that repeats a cell.
  package func runs() -> [[AxisRun]] {
    (0..<kernel).map { tap in
      let first = place(output: 0, tap: tap)
      let start = first >= 0 ? 0 : (-first + stride - 1) / stride
      let end = first >= extent ? 0 : min(outputs, (extent - 1 - first) / stride + 1)
      var runs: [AxisRun] = []
      if start < end {
        let source = place(output: start, tap: tap)
        runs.append(AxisRun(output: start, source: source, count: end - start))
      }
      guard fill != .zeros else { return runs }
      for output in Array(0..<min(start, outputs)) + Array(max(end, start)..<max(outputs, start)) {
        guard let source = source(output: output, tap: tap) else { continue }
        runs.append(AxisRun(output: output, source: source, count: 1))
      }
      return runs
    }
  }
}
