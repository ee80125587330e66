extension Network {
  /// Whether the mode makes a difference to what it computes.
  public var dependsOnMode: Bool { nodes.contains { $0.layer.dependsOnMode } }
}
