import CNNModel

extension Network {
  /// What a node computes, where an execution may have a fast form of it; `nil` where the layer runs
  /// its own passes.
  ///
  /// The fast forms know rows and columns: windows over one or three axes are the layer's own.
  func fastOperation(of node: Int, batch: Int = 1) -> LayerOperation? {
    guard let operation = operation(of: node, batch: batch) else { return nil }
    let isImage = inputShapes(of: node)[0].rank == 4
    return operation.isSpatial && !isImage ? nil : operation
  }
}

extension LayerOperation {
  /// Whether it depends on which cells are neighbors.
  fileprivate var isSpatial: Bool {
    switch self {
    case .convolution, .transposedConvolution, .maximumPool, .meanPool, .channelMean, .upsampling:
      true
    case .elementwise, .linear, .batchNormalization, .sum, .concatenation, .reshape, .dropout: false
    }
  }
}
