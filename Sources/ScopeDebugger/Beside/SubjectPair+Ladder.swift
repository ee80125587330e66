import CNNEngine
import NumberText

/// The gradient ladders of both.
extension SubjectPair {
  /// A layer of A with its partner.
  package struct Rungs: Sendable {
    package let first: GradientLadder.Rung
    /// That of B; `nil` where the layer has no partner.
    package let second: GradientLadder.Rung?
    /// Why the numbers are not of like layers: no partner, or outputs of other shapes.
    package let unlikeness: String?
  }

  /// The rungs of every layer of A with those of their partners, by the same measure.
  package var ladder: [Rungs] {
    let ladders = comparisons.ladders(of: self)
    return ladders.first.rungs.map { rung in
      guard let partner = pairing.partner(of: rung.node) else {
        return Rungs(first: rung, second: nil, unlikeness: absence(of: rung.node))
      }
      let shapes = (
        first.network.sampleShape(of: rung.node), second.network.sampleShape(of: partner)
      )
      return Rungs(
        first: rung, second: ladders.second.rungs[partner],
        unlikeness: shapes.0 == shapes.1 ? nil : "\(shapes.0) in A, \(shapes.1) in B")
    }
  }

  /// What the numbers are of: `1 sample`, or `A batch of 8, B 1 sample`.
  package var ladderSubject: String {
    let ladders = comparisons.ladders(of: self)
    let subjects = (
      LadderTable.subject(of: ladders.first), LadderTable.subject(of: ladders.second)
    )
    return subjects.0 == subjects.1 ? subjects.0 : "A \(subjects.0), B \(subjects.1)"
  }

  /// The ladders as lines of text.
  package var ladderLines: [String] {
    let rows = ladder.flatMap { rungs -> [[String]] in
      let name = first.network.nodes[rungs.first.node].name
      let partner = rungs.second.map { second.network.nodes[$0.node].name }
      let one = LadderTable.row("A \(name)", rungs.first)
      guard let other = rungs.second, let partner else { return [one, ["B –"]] }
      return [one, LadderTable.row("B \(partner)", other)]
    }
    let unlike = ladder.compactMap { rungs in
      rungs.unlikeness.map { "\(first.network.nodes[rungs.first.node].name): \($0)" }
    }
    let rest =
      unpaired.isEmpty ? [] : ["of B without a partner: \(unpaired.joined(separator: ", "))"]
    return ["\(ladderSubject): mean magnitudes"]
      + SummaryTable.aligned([LadderTable.heading] + rows) + unlike + rest
  }
}
