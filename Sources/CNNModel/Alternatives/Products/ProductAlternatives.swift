/// Convolutions, transposed convolutions and linear layers with one rule of their sums of products
/// changed: other windows, channels, orders, loops, biases and divisors.
enum ProductAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any ProductLayer else { return [] }
    return rules(of: layer, inputs).flatMap { $0.alternatives(of: layer) }
  }

  /// The families, the most specific ones first.
  private static func rules(of layer: any ProductLayer, _ inputs: [Shape]) -> [ProductRule] {
    let own = ProductContext(layer, inputs)
    let windows: [ProductRule] =
      own.hasWindow
      ? WindowPlaceRules.all(own) + PaddingRules.all(own) + WindowShapeRules.all(own)
        + KernelRules.all(own) : []
    return windows + WeightOrderRules.all(own) + ChannelRules.all(own) + BiasRules.all(own)
      + BiasGradientRules.all(own) + LoopRules.all(own) + AssignmentRules.all(own)
      + ArrayOrderRules.all(own) + FactorRules.all(own) + ScaleRules.all(own)
      + PrecisionRules.all(own)
  }
}

/// What the families need to know of a layer, by its text and its channels.
struct ProductContext: Sendable {
  let geometry: ConvolutionGeometry
  let isTransposed: Bool
  let hasBias: Bool
  /// Whether the layer has places and taps, not only samples and channels.
  let hasWindow: Bool

  init(_ layer: any ProductLayer, _ inputs: [Shape]) {
    geometry = layer.productGeometry(for: inputs)
    (isTransposed, hasBias) = (layer.isTransposed, layer.hasBias)
    hasWindow = inputs[0].rank > 2
  }

  var window: SpatialWindow { geometry.window }
  var inputChannels: Int { isTransposed ? geometry.narrowChannels : geometry.wideChannels }
  var outputChannels: Int { isTransposed ? geometry.wideChannels : geometry.narrowChannels }
  /// The names of the spatial axes: `row` and `column`.
  var axisNames: [String] {
    SpatialAxes.names(window.axes.count).map { String($0.dropLast()) }
  }
}
