import CNNModel

// Vectors as wide as the channels of a network.
extension ProcessorLevel {
  /// The level whose kernels compute one sample of a network fastest with blocks of channels: the one
  /// below where its narrower vectors leave so few lanes empty that they are not many more.
  ///
  /// The choice depends on the network alone, so that results of a level are the same everywhere.
  func suited(to network: Network) -> ProcessorLevel {
    guard self == .v4 else { return self }
    let wide = vectorCount(network, lanes: kernels.lanes)
    let narrow = vectorCount(network, lanes: ProcessorLevel.v3.kernels.lanes)
    return 2 * narrow < 3 * wide ? .v3 : self
  }
}

/// The vectors that are multiplied by all convolutions, with blocks of as many channels.
private func vectorCount(_ network: Network, lanes: Int) -> Int {
  func blocks(_ channels: Int) -> Int { (channels + lanes - 1) / lanes }
  return network.nodes.indices.reduce(0) { sum, node in
    switch network.fastOperation(of: node) {
    case .convolution(let geometry, _):
      return sum + geometry.narrowPlane * geometry.kernelPlane
        * (geometry.groups > 1 ? 1 : geometry.wideChannels) * blocks(geometry.narrowChannels)
    case .transposedConvolution(let geometry, _):
      return sum + geometry.narrowPlane * geometry.kernelPlane * geometry.narrowChannels
        * blocks(geometry.wideChannels)
    default: return sum
    }
  }
}
