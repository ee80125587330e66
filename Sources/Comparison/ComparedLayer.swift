import Differences

/// A layer of a network beside the activation that it should have had.
public struct ComparedLayer: Hashable, Sendable {
  /// The name of the node.
  public let name: String
  /// The name of the reference's array; `nil` where the reference has none for this layer.
  public let reference: String?
  /// The error of the layer on the reference's inputs, relative to the largest number: what is born
  /// here. `nil` where an input or the output is missing.
  public let born: Double?
  /// The error of the layer in the network's own pass: what arrived here.
  public let arrived: Double?

  public init(name: String, reference: String?, born: Double?, arrived: Double?) {
    (self.name, self.reference) = (name, reference)
    (self.born, self.arrived) = (born, arrived)
  }
}
