import CNNModel

/// Cells around an image that are kept at 0, so that windows may extend beyond its border.
struct ImageMargin: Hashable {
  var top = 0
  var left = 0
  var bottom = 0
  var right = 0

  /// No margin.
  init() {}

  /// The margin that a window needs.
  init(_ window: SpatialWindow) {
    func after(_ axis: AxisWindow) -> Int {
      max(0, axis.place(output: axis.outputs - 1, tap: axis.kernel - 1) - axis.extent + 1)
    }
    (top, left) = (window.rows.before, window.columns.before)
    (bottom, right) = (after(window.rows), after(window.columns))
  }

  /// The smallest margin that is sufficient for two windows.
  func union(_ other: ImageMargin) -> ImageMargin {
    var union = ImageMargin()
    (union.top, union.left) = (max(top, other.top), max(left, other.left))
    (union.bottom, union.right) = (max(bottom, other.bottom), max(right, other.right))
    return union
  }
}
