/// A window that moves over one axis of an image: the index arithmetic of convolution and pooling,
/// written once. Forward passes, backward passes and definitions all ask it.
///
/// Output `o` sees, through tap `k`, the cell `o · stride + k · dilation − before`; a cell outside
/// of the image is padding, and ``fill`` says what stands there.
public struct AxisWindow: Hashable, Sendable {
  /// The cells of the image on this axis.
  public let extent: Int
  /// The places of the window.
  public let outputs: Int
  public let kernel: Int
  public let stride: Int
  public let dilation: Int
  public let before: Int
  public let after: Int
  public let fill: PaddingFill
  /// Whether tap `k` meets weight `kernel − 1 − k`: a true convolution.
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

  /// The cells from the first tap to the last: `dilation · (kernel − 1) + 1`.
  public var reach: Int { dilation * (kernel - 1) + 1 }

  /// Where tap `tap` of output `output` stands; negative or beyond ``extent`` in the padding.
  public func place(output: Int, tap: Int) -> Int { output * stride + tap * dilation - before }

  /// The cell that output `output` reads through tap `tap`; `nil` for a zero of the padding.
  public func source(output: Int, tap: Int) -> Int? {
    fill.resolve(place(output: output, tap: tap), extent: extent)
  }

  /// The index of the weight that tap `tap` is multiplied with.
  public func weight(tap: Int) -> Int { isFlipped ? kernel - 1 - tap : tap }

  /// The tap that meets the weight with an index.
  public func tap(weight: Int) -> Int { isFlipped ? kernel - 1 - weight : weight }

  /// The outputs that read a cell, and through which tap: the inverse of ``source(output:tap:)``,
  /// by output, then by tap.
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

  /// Every place, in the image or in the padding, where a cell of the image stands.
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

  /// The cells that an interval of outputs reaches over, padding included.
  public func sources(of outputs: ClosedRange<Int>) -> ClosedRange<Int> {
    place(output: outputs.lowerBound, tap: 0)...place(output: outputs.upperBound, tap: kernel - 1)
  }

  /// `10 = ⌊(14 + 2·0 − 1·(5−1) − 1)/1⌋ + 1`
  public func arithmetic(ceiling: Bool = false) -> String {
    let padding = before == after ? "2·\(before)" : "\(before) + \(after)"
    let (open, close) = ceiling ? ("⌈", "⌉") : ("⌊", "⌋")
    return
      "\(outputs) = \(open)(\(extent) + \(padding) − \(dilation)·(\(kernel)−1) − 1)/\(stride)\(close) + 1"
  }
}

/// Outputs of one tap that read neighboring cells: `output + i` reads `source + i · step`.
package struct AxisRun {
  package let output: Int
  package let source: Int
  package let count: Int
}

extension AxisWindow {
  /// For every tap the runs of outputs that read a cell of the image through it: one for the
  /// inside, one of a single cell for each place in the padding that repeats the image.
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

/// The windows on both axes of an image.
public struct ImageWindow: Hashable, Sendable {
  public var rows: AxisWindow
  public var columns: AxisWindow

  package init(rows: AxisWindow, columns: AxisWindow) {
    (self.rows, self.columns) = (rows, columns)
  }

  public func on(_ axis: ImageAxis) -> AxisWindow { axis == .rows ? rows : columns }
  public var outputs: Pair { Pair(rows.outputs, columns.outputs) }
  public var kernel: Pair { Pair(rows.kernel, columns.kernel) }
}
