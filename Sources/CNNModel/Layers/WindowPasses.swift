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
