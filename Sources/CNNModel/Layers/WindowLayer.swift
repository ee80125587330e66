/// A layer whose output cells each read a window of an image.
///
/// Shapes: `[batch, channels, rows, columns]`, with the rows and columns of the output by the rule.
protocol WindowLayer: Layer {
  var rule: WindowRule { get }
}

extension WindowLayer {
  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    rule.checkedWindow(over: inputs[0]).arithmetic(ceiling: rule.ceiling)
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    rule.sources(of: outputs, axis: axis, image: inputs[0])
  }
}

/// A layer whose output cells each read a window of the image: what a picture of the window asks.
public protocol Windowed: Layer {
  /// The windows over an image whose shape was checked before.
  func imageWindow(for inputs: [Shape]) -> ImageWindow
}

/// A layer whose input cells each stamp a window of the output.
public protocol Stamping: Layer {
  /// The windows over the output, a place for each input cell.
  func stampWindow(for inputs: [Shape]) -> ImageWindow
}
