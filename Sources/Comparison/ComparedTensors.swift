import CNNModel

/// The arrays of one layer beside each other.
public struct ComparedTensors: Sendable {
  /// What the network's own pass gives.
  public let own: Tensor?
  /// What the layer gives on the reference's inputs.
  public let onReference: Tensor?
  /// What it should have given, as the network has it.
  public let reference: Tensor
}
