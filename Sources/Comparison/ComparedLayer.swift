import CNNModel

/// A layer of a network beside the activation that it should have had.
public struct ComparedLayer: Hashable, Sendable {
  /// The value that was compared.
  public let value: ValueReference
  /// The name of the node.
  public let name: String
  /// The name of the reference's array; `nil` where the reference has none for this layer.
  public let reference: String?
  /// The largest error of the layer on the reference's inputs, relative to the largest number of the
  /// reference: what is born here, or in the layers before it whose arrays the reference lacks.
  /// Infinite where the shape differs; `nil` where the output is missing or the layer does not take
  /// the reference's inputs.
  public let born: Double?
  /// The error of the layer in the network's own pass: what arrived here. `nil` where the output is
  /// missing.
  public let arrived: Double?
  /// Whether ``born`` is more than rounding.
  public let isGuilty: Bool
  /// The shape that the network gives and the one of the reference, where they differ.
  public let shapes: [Shape]
  /// Whether the network's own pass gives another shape than the reference has.
  public let arrivesInOtherShape: Bool

  public init(
    value: ValueReference, name: String, reference: String?, born: Double?, arrived: Double?,
    isGuilty: Bool = false, shapes: [Shape] = [], arrivesInOtherShape: Bool = false
  ) {
    (self.value, self.name, self.reference) = (value, name, reference)
    self.arrivesInOtherShape = arrivesInOtherShape
    (self.born, self.arrived, self.isGuilty, self.shapes) = (born, arrived, isGuilty, shapes)
  }
}
