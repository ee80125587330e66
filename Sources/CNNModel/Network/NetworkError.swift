/// The reason why layers do not form a network.
public struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The index of the node, inputs included.
  public let node: Int
  /// The name of the node.
  public let name: String
  /// The layer's line of text.
  public let layer: String
  /// What is wrong with its shapes.
  public let error: ShapeError

  /// The name, the layer and the reason in one line.
  public var description: String { "\(name) (\(layer)): \(error)" }
}
