/// A layer whose passes go by the places of a window, and can be asked to go by another one with as
/// many outputs, cells and taps.
protocol WindowPasses: Layer {
  /// The window that its passes go by.
  ///
  /// - Precondition: the layer takes the shapes.
  func passWindow(for inputs: [Shape]) -> SpatialWindow

  func forward(_ pass: ForwardPass, by window: SpatialWindow) -> ForwardResult

  func backward(_ pass: BackwardPass, by window: SpatialWindow) -> Gradients
}

extension ConvolutionGeometry {
  /// The same with another window over as many cells, of as many places and taps.
  func replacing(_ window: SpatialWindow) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: batch, wideChannels: wideChannels, narrowChannels: narrowChannels, groups: groups,
      window: window)
  }
}
