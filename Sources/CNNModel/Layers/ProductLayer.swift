/// A layer that sums products of weights and cells by the index arithmetic of a convolution: a
/// convolution, its transpose, and a linear layer, which is a convolution of a single cell.
protocol ProductLayer: WeightedSum {
  /// Whether parameter 1 is a bias, one number for each output channel.
  var hasBias: Bool { get }

  /// Whether the input is the narrow side, whose cells each have a window of the output.
  var isTransposed: Bool { get }

  /// Which cells and weights are multiplied; the arrays have the order of its shapes.
  ///
  /// - Precondition: the layer accepts the inputs.
  func productGeometry(for inputs: [Shape]) -> ConvolutionGeometry
}

extension Convolution: ProductLayer {
  var isTransposed: Bool { false }
  func productGeometry(for inputs: [Shape]) -> ConvolutionGeometry { geometry(inputs) }
}

extension Deconvolution: ProductLayer {
  var isTransposed: Bool { true }
  func productGeometry(for inputs: [Shape]) -> ConvolutionGeometry { geometry(inputs) }
}

extension Linear: ProductLayer {
  var isTransposed: Bool { false }

  /// A kernel of one cell over an image of one cell.
  func productGeometry(for inputs: [Shape]) -> ConvolutionGeometry {
    let axis = AxisWindow(
      extent: 1, outputs: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0)
    return ConvolutionGeometry(
      batch: inputs[0][0], wideChannels: inputs[0][1], narrowChannels: units, groups: 1,
      window: SpatialWindow(axes: [axis]))
  }
}
