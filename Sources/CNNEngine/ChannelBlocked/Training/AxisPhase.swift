import CNNModel

/// Cells of one axis of a target at equal distances that sum over a source through the same taps.
struct AxisPhase: Hashable, Sendable {
  /// The first cell, the distance to the next one, and their number.
  var first: Int
  var step: Int
  var count: Int
  /// The source cell of the first cell's first tap, which may be outside; the distances to those of
  /// the next cell and of the next tap.
  var origin: Int
  var sourceStep: Int
  var tapStep: Int
  /// The weights of the taps.
  var taps: [Int]

  /// The source cell of the last cell's last tap.
  var last: Int { origin + (count - 1) * sourceStep + max(0, taps.count - 1) * tapStep }
}

extension AxisWindow {
  /// The places of the window, which read the cells of the axis.
  var forwardPhases: [AxisPhase] {
    [
      AxisPhase(
        first: 0, step: 1, count: outputs, origin: -before, sourceStep: stride, tapStep: dilation,
        taps: (0..<kernel).map { weight(tap: $0) })
    ]
  }

  /// The cells of the axis, which sum over the places of the window that read them: one phase for
  /// each remainder of a cell divided by the stride.
  var backwardPhases: [AxisPhase] {
    (0..<min(stride, extent)).map { cell in
      let taps = (0..<kernel).reversed().filter { (cell + before - $0 * dilation) % stride == 0 }
      let distance = taps.count > 1 ? (taps[0] - taps[1]) * dilation / stride : 1
      return AxisPhase(
        first: cell, step: stride, count: (extent - cell + stride - 1) / stride,
        origin: taps.first.map { (cell + before - $0 * dilation) / stride } ?? 0, sourceStep: 1,
        tapStep: distance, taps: taps.map { weight(tap: $0) })
    }
  }
}
