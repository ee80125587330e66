import CNNModel

/// A changed rule that a network computes by. Its definitions, its texts and what is saved of it stay
/// those of the network itself.
package struct PlantedFault: Hashable, Sendable {
  let place: FaultPlace
  /// The layer's name, by which it is typed; empty for loss and update.
  let layer: String
  /// The changed rule, unique within its place.
  let rule: String
  /// What it was chosen by; `nil` where it was named.
  package let seed: UInt64?

  /// `fault 7:1f3c…`, or `fault conv2.backward stride-ignored` where it was named.
  ///
  /// Which rule a seed chooses depends on the image, so that the rule's checksum stands behind it.
  var command: String {
    seed.map { "fault \($0):\(String(checksum, radix: 16))" } ?? "fault \(words)"
  }

  /// `conv2.backward stride-ignored`
  private var words: String {
    switch place {
    case .layer(_, let phase): "\(layer).\(phase.rawValue) \(rule)"
    case .loss: "loss \(rule)"
    case .update: "update \(rule)"
    }
  }

  /// A number that tells place and rule, without giving them away: FNV-1a of their words.
  var checksum: UInt64 {
    words.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// How it is called without giving it away: `fault 7`.
  package var title: String { seed.map { "fault \($0)" } ?? "fault" }

  /// The same fault in another form of the network; `nil` where that has no such layer or rule.
  func moved(from network: Network, to other: Network) -> PlantedFault? {
    guard let node = place.node else {
      return place == .update || type(of: network.loss) == type(of: other.loss) ? self : nil
    }
    guard other.nodes.indices.contains(node), other.nodes[node].name == layer,
      alternative(in: other) != nil
    else { return nil }
    return self
  }
}

extension PlantedFault {
  /// A network that computes by the fault; itself for one of the update.
  func planted(in network: Network) -> Network {
    switch place {
    case .layer(let node, _): network.replacing(alternative(in: network), at: node)
    case .loss: network.replacingLoss(by: rule)
    case .update: network
    }
  }

  /// The changed pass of a fault in a layer; `nil` for others, and where there is none.
  private func alternative(in network: Network) -> Alternative? {
    guard case .layer(let node, let phase) = place else { return nil }
    return network.alternatives(of: node).first { $0.phase == phase && $0.rule == rule }
  }
}
