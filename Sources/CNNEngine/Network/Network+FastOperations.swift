import CNNModel

extension Network {
  /// The operation of a node if an execution may have kernels for it; `nil` where the layer runs
  /// its own passes.
  ///
  /// The kernels support windows over two spatial axes; with one or three the layer runs its own
  /// passes.
  func fastOperation(of node: Int, batch: Int = 1) -> LayerOperation? {
    guard let operation = operation(of: node, batch: batch) else { return nil }
    let isImage = inputShapes(of: node)[0].rank == 4
    return operation.isSpatial && !isImage ? nil : operation
  }
}

extension LayerOperation {
  /// Whether its result depends on which cells are adjacent.
  fileprivate var isSpatial: Bool {
    switch self {
    case .convolution, .transposedConvolution, .maximumPool, .meanPool, .channelMean, .upsampling:
      true
    case .elementwise, .linear, .batchNormalization, .sum, .product,
      .concatenation, .reshape, .dropout:
      false
    }
  }
}
