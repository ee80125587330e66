/// A layer whose output cells each read a window of the spatial axes.
///
/// Shapes: `[batch, channels, …]` with one to three spatial axes, those of the output by the rule.
protocol WindowLayer: Layer {
  var rule: WindowRule { get }
}

extension WindowLayer {
  /// The windows over the only input.
  ///
  /// - Throws: when it has other axes than the rule, or the window does not fit.
  func window(for inputs: [Shape]) throws(ShapeError) -> SpatialWindow {
    try rule.window(over: try singleImage(inputs, axes: rule.kernel.axisCount))
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    rule.checkedWindow(over: inputs[0]).arithmetic(ceiling: rule.ceiling)
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    rule.sources(of: outputs, axis: axis, image: inputs[0])
  }
}

/// A layer whose output cells each read a window of the input: what a picture of the window asks.
public protocol Windowed: Layer {
  /// The windows over an input whose shape was checked before.
  func inputWindow(for inputs: [Shape]) -> SpatialWindow
}

/// A layer whose input cells each stamp a window of the output.
public protocol Stamping: Layer {
  /// The windows over the output, a place for each input cell.
  func stampWindow(for inputs: [Shape]) -> SpatialWindow
}
