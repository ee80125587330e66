import CNNModel

/// An operation of the model in the batch-interleaved layout, for groups of 16 samples and of one.
///
/// Layers without such an operation run their own passes on plain tensors: their inputs are
/// unpacked, and their outputs packed.
protocol InterleavedLayer: Sendable {
  /// Adds the operations of the forward pass.
  ///
  /// - Returns: the outputs; `nil` when this layer has no such operations with its settings.
  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]?

  /// Adds the operations of the backward pass.
  func buildBackward(_ builder: NodeBuilder)

  /// Whether the backward pass reads the layer's output.
  var readsOutputBack: Bool { get }
}

extension InterleavedLayer {
  var readsOutputBack: Bool { true }
}
