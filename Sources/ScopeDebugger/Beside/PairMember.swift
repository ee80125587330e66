import CNNModel
import Comparison

/// One of two subjects side by side.
package enum PairMember: String, Hashable, Sendable, CaseIterable {
  case first = "A"
  case second = "B"

  package var other: PairMember { self == .first ? .second : .first }
}

extension SubjectPair {
  /// The debugger of one of both.
  package func debugger(_ member: PairMember) -> Debugger { member == .first ? first : second }

  /// The number of the other subject that belongs to one of a member.
  ///
  /// - Throws: ``UserError`` where there is none: no partner, another shape, or not computed.
  package func counterpart(
    of number: NumberReference, in member: PairMember
  ) throws(UserError) -> NumberReference {
    guard case .cell(let reference, let position) = number else { return .loss }
    let pair = try tensors(member == .first ? reference : try original(of: reference))
    let target = member == .first ? pair.otherReference : pair.reference
    let debugger = debugger(member.other)
    guard debugger.network.hasBatch(target) else { return .cell(target, position) }
    return .cell(target, Position([debugger.sample] + position.indices.dropFirst()))
  }

  /// The tensor of A that belongs to one of B.
  private func original(of reference: TensorReference) throws(UserError) -> TensorReference {
    let node = pairing.partners.keys.sorted().first { pairing.partner(of: $0) == reference.node }
    guard let node else {
      let name = second.network.nodes[reference.node].name
      throw UserError("no partner: \(name) of B belongs to none of A")
    }
    return TensorReference(node, reference.kind)
  }
}

/// The subject whose cells commands explain: what stands beside the network where that was chosen, or
/// else the network.
package struct LookedAt: Sendable {
  package let debugger: Debugger
  /// What B is called, where it is looked at; `nil` for A, and where nothing is beside.
  package let title: String?

  package init(_ session: Session) {
    if let pair = session.pair, pair.member == .second {
      (debugger, title) = (pair.second, pair.title)
    } else {
      (debugger, title) = (session.debugger, nil)
    }
  }

  /// Lines about a cell, below one that says that it is of B.
  func lines(_ lines: [String]) -> [String] { (title.map { ["of B, \($0):"] } ?? []) + lines }
}
