/// Why layers do not make a network.
public struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number of the node, sources included.
  public let node: Int
  public let name: String
  public let layer: String
  public let error: ShapeError

  public var description: String { "\(name) (\(layer)): \(error)" }
}
