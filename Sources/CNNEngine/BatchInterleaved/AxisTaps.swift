import CNNModel

/// For every cell of one axis of a target: the source cells that it sums over, and their weights.
struct AxisTaps {
  struct Tap: Hashable {
    let source: Int
    let weight: Int
  }

  let cells: [[Tap]]
  /// How many cells the source has.
  let extent: Int

  init(cells: [[Tap]], extent: Int) { (self.cells, self.extent) = (cells, extent) }

  /// The taps of a convolution: what each place of the window reads.
  init(convolution window: AxisWindow) {
    extent = window.extent
    cells = (0..<window.outputs).map { output in
      (0..<window.kernel).compactMap { tap in
        window.source(output: output, tap: tap).map {
          Tap(source: $0, weight: window.weight(tap: tap))
        }
      }
    }
  }

  /// The taps of a transposed convolution: the places of the window that read each cell.
  init(transposed window: AxisWindow) {
    extent = window.outputs
    cells = (0..<window.extent).map { cell in
      window.readers(of: cell).map {
        Tap(source: $0.output, weight: window.weight(tap: $0.tap))
      }
    }
  }

  /// A single cell that reads a single cell.
  static var one: AxisTaps { AxisTaps(cells: [[Tap(source: 0, weight: 0)]], extent: 1) }
}
