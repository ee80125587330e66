import CNNModel
import Comparison
import NumberText

/// How an edit changed a number: which of its parts changed, and by how much.
package struct NumberChange: Sendable {
  package let name: String
  /// The number before the edit and after it.
  package let old: Float
  package let new: Float
  /// The parts that changed, the largest change first. Their first value is the new one.
  package let parts: [PairedComputation.Row]
  /// How many parts there are.
  package let count: Int
  /// Σ new − old over all parts, in double precision.
  package let sum: Double
  /// How far rounding can move the old and the new number together.
  private let bound: Double

  /// - Parameter before: the step without the edit.
  /// - Throws: ``UserError`` where the number has no computation, now or before the edit.
  package init(
    of number: NumberReference, _ debugger: Debugger, before: Debugger
  ) throws(UserError) {
    let pair = SubjectPair(
      first: debugger, second: before, pairing: NetworkPairing(debugger.network, before.network),
      title: "before the edit", remark: nil)
    let computation = try pair.computation(of: number)
    (new, old) = (computation.first.stored, computation.second.stored)
    name = computation.first.name
    bound = computation.first.agreement.bound + computation.second.agreement.bound
    let all = try Self.addends(of: computation)
    (count, sum) = (all.count, all.reduce(0) { $0 + $1.difference })
    parts = all.filter { $0.difference != 0 }.sorted {
      $0.difference.magnitude > $1.difference.magnitude
    }
  }

  /// Whether the changes of the parts add up to that of the number, within rounding.
  package var addsUp: Bool { (sum - (Double(new) - Double(old))).magnitude <= bound }

  /// The parts, taken apart further as long as the changes of what they are made of add up to theirs.
  private static func addends(
    of computation: PairedComputation, _ path: [Int] = []
  ) throws(UserError) -> [PairedComputation.Row] {
    var found: [PairedComputation.Row] = []
    for (index, row) in try computation.rows(path).enumerated() {
      let inner = row.hasParts ? try Self.addends(of: computation, path + [index]) : []
      let sum = inner.reduce(0) { $0 + $1.difference }
      let scale = inner.reduce(row.difference.magnitude) { $0 + $1.values.first.magnitude }
      let isSum = !inner.isEmpty && (sum - row.difference).magnitude <= 1e-12 * scale
      found += isSum ? inner : [row]
    }
    return found
  }

  /// The change, how the parts add up to it, and the largest of them.
  package func lines(most: Int = 12) -> [String] {
    let change = Decimals.text(Double(new) - Double(old), 5)
    let heading = "\(name): \(Decimals.text(old, 6)) → \(Decimals.text(new, 6)), Δ \(change)"
    guard !parts.isEmpty else { return [heading, "none of its \(count) parts changed"] }
    let rest = parts.count > most ? ", the \(most) largest below" : ""
    let total =
      "\(parts.count) of \(count) parts changed\(rest); Σ Δ = \(Decimals.text(sum, 5)) "
      + (addsUp ? "✓" : "✗, for it is no sum of them")
    let rows = parts.prefix(most).map { row in
      ["  \(row.title)", row.text.second, row.text.first, Decimals.text(row.difference, 4)]
    }
    return [heading, total] + SummaryTable.aligned([["  part", "old", "new", "Δ"]] + rows)
  }
}

extension EditAnswers {
  /// How the last edit changed a number.
  ///
  /// - Throws: ``UserError`` where there was no edit in this step.
  static func change(
    of number: NumberReference, _ session: Session
  ) throws(UserError) -> [String] {
    guard let trace = session.editTrace else {
      throw UserError("no number was changed by hand in this step; set-value and ablate do that")
    }
    return try NumberChange(of: number, session.debugger, before: trace.before).lines()
  }
}
