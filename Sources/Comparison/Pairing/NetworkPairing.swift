import CNNModel

/// Which layers of two networks belong together: by name, and what is left by the shape that it gives
/// and the place where it stands.
public struct NetworkPairing: Hashable, Sendable {
  /// What a pair was found by.
  public enum Evidence: String, Hashable, Sendable {
    /// Both are one node of one network.
    case same
    /// The names are those of one thing.
    case name
    /// The shapes, between layers that are paired.
    case shape
    /// The user names both.
    case chosen
  }

  /// The layer that belongs to another.
  public struct Partner: Hashable, Sendable {
    /// Its node in the second network.
    public let node: Int
    /// What the pair was found by.
    public let evidence: Evidence
  }

  /// The partners by the nodes of the first network.
  public let partners: [Int: Partner]

  /// Two layers that somebody chose, of one network or two.
  public init(chosen first: Int, _ second: Int) {
    partners = [first: Partner(node: second, evidence: .chosen)]
  }

  /// Pairs the layers of two networks.
  ///
  /// Nodes of networks with the same layers belong together one by one. Others are paired by name as
  /// ``LayerPairing`` does, whatever their shapes, and then by shape: a layer without a partner gets
  /// the first one of the same shape, of the same kind before others, that stands between the partners
  /// of the layers around it.
  public init(_ first: Network, _ second: Network) {
    guard !Self.areSame(first, second) else {
      partners = Dictionary(
        uniqueKeysWithValues: first.nodes.indices.map {
          ($0, Partner(node: $0, evidence: .same))
        })
      return
    }
    var partners = Self.byName(first, second)
    var used = Set(partners.values.map(\.node))
    for node in first.nodes.indices where partners[node] == nil {
      guard let found = Self.byShape(node, first, second, partners, used) else { continue }
      partners[node] = Partner(node: found, evidence: .shape)
      used.insert(found)
    }
    self.partners = partners
  }

  /// Whether the pair was chosen, and all other layers are left out.
  public var isChosen: Bool { partners.values.contains { $0.evidence == .chosen } }

  /// The node of the second network that belongs to one of the first; `nil` where none does.
  public func partner(of node: Int) -> Int? { partners[node]?.node }

  /// The nodes of the second network that belong to none of the first.
  public func rest(of second: Network) -> [Int] {
    let used = Set(partners.values.map(\.node))
    return second.nodes.indices.filter { !used.contains($0) }
  }

  private static func areSame(_ first: Network, _ second: Network) -> Bool {
    first.nodes.count == second.nodes.count
      && first.nodes.indices.allSatisfy { node in
        let (one, other) = (first.nodes[node], second.nodes[node])
        return one.name == other.name && one.layer.text == other.layer.text
          && one.inputs == other.inputs
          && first.outputShapes(of: node) == second.outputShapes(of: node)
      }
  }

  private static func byName(_ first: Network, _ second: Network) -> [Int: Partner] {
    let candidates = first.nodes.indices.map { node in
      LayerPairing.Candidate(
        value: ValueReference(node), names: names(first.nodes[node]),
        shape: first.outputShapes(of: node)[0])
    }
    let entries = second.nodes.indices.map {
      ReferenceArrays.Entry(name: second.nodes[$0].name, shape: second.outputShapes(of: $0)[0])
    }
    var partners: [Int: Partner] = [:]
    for (value, pair) in LayerPairing(names: candidates, entries).pairs {
      partners[value.node] = Partner(node: pair.array, evidence: .name)
    }
    return partners
  }

  private static func names(_ node: Network.Node) -> [String] {
    [node.name] + (node.fileName.map { [$0] } ?? [])
  }

  private static func byShape(
    _ node: Int, _ first: Network, _ second: Network, _ partners: [Int: Partner],
    _ used: Set<Int>
  ) -> Int? {
    let before = partners.filter { $0.key < node }.map(\.value.node).max() ?? -1
    let after = partners.filter { $0.key > node }.map(\.value.node).min() ?? second.nodes.count
    guard before + 1 < after else { return nil }
    let free = (before + 1..<after).filter {
      !used.contains($0) && second.outputShapes(of: $0) == first.outputShapes(of: node)
    }
    let kind = kind(first.nodes[node])
    return free.first { Self.kind(second.nodes[$0]) == kind } ?? free.first
  }

  /// The first word of the layer's text.
  private static func kind(_ node: Network.Node) -> Substring? {
    node.layer.text.split(separator: " ").first
  }
}
