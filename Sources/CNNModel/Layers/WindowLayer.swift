/// A layer whose output cells each read a window along the spatial axes.
///
/// Shapes: `[batch, channels, …]` with one to three spatial axes; those of the output follow from
/// the rule.
protocol WindowLayer: Layer {
  var rule: WindowRule { get }

  /// The output of a window without cells of the input: `0`.
  var emptyWindow: String { get }
}

extension WindowLayer {
  /// The windows over the only input.
  ///
  /// - Throws: ``ShapeError`` when the input has other axes than the rule, or the window does not
  ///   fit.
  func window(for inputs: [Shape]) throws(ShapeError) -> SpatialWindow {
    try rule.window(over: try singleImage(inputs, axes: rule.kernel.axisCount))
  }

  /// The arithmetic of the window rule.
  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    rule.checkedWindow(over: inputs[0]).arithmetic(ceiling: rule.ceiling)
  }

  /// 0 by default.
  var emptyWindow: String { "0" }

  /// How many cells see only padding.
  public func remarks(for inputs: [Shape]) -> [String] {
    let window = rule.checkedWindow(over: inputs[0])
    let (all, empty) = (window.outputPlane, window.emptyCount)
    guard empty > 0 else { return [] }
    return [
      "\(empty) of the \(all) cells of a channel see\(empty == 1 ? "s" : "") only padding and "
        + "\(empty == 1 ? "is" : "are") \(emptyWindow)"
    ]
  }

  /// Whether a cell sees only padding.
  public func remark(on cell: Position, for inputs: [Shape]) -> String? {
    rule.checkedWindow(over: inputs[0]).isEmpty(at: cell) ? "the window sees only padding" : nil
  }

  /// The cells within the windows of the outputs.
  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    rule.sources(of: outputs, axis: axis, image: inputs[0])
  }
}

/// A layer whose output cells each read a window of the input.
public protocol Windowed: Layer {
  /// The windows over the input.
  ///
  /// - Precondition: the layer accepts the inputs.
  func inputWindow(for inputs: [Shape]) -> SpatialWindow
}

/// A layer whose input cells each contribute to a window of the output, such as a transposed
/// convolution.
public protocol TransposedWindowed: Layer {
  /// The windows over the output, one for each input cell.
  ///
  /// - Precondition: the layer accepts the inputs.
  func outputWindow(for inputs: [Shape]) -> SpatialWindow
}
