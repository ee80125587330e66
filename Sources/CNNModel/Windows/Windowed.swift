/// A layer whose output cells each read a window of the image: what a picture of the window asks.
public protocol Windowed: Layer {
  /// The windows over an image whose shape was checked before.
  func imageWindow(for inputs: [Shape]) -> ImageWindow
}

extension Convolution: Windowed {
  public func imageWindow(for inputs: [Shape]) -> ImageWindow {
    rule.checkedWindow(over: inputs[0])
  }
}

/// A layer whose input cells each stamp a window of the output.
public protocol Stamping: Layer {
  /// The windows over the output, a place for each input cell.
  func stampWindow(for inputs: [Shape]) -> ImageWindow
}

extension Deconvolution: Stamping {
  public func stampWindow(for inputs: [Shape]) -> ImageWindow { geometry(inputs).window }
}
