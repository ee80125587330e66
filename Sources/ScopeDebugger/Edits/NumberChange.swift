import CNNModel
import Comparison
import NumberText

/// How an edit changed a number: which of its parts changed, and by how much.
package struct NumberChange: Sendable {
  /// A part of the number that changed, or a number that it was computed from.
  package struct Part: Sendable {
    package let title: String
    /// Of a part new − old; of a number what it does alone.
    package let difference: Double
    package let old: String
    package let new: String
    /// The factors of a product, old and new; empty for what is none.
    let products: String
    /// The number that it comes from; `nil` where no number of the network is read.
    package let cause: ChangeCause?
  }

  package let number: NumberReference
  package let name: String
  /// The number before the edit and after it.
  package let old: Float
  package let new: Float
  /// What changed, the largest first.
  package let parts: [Part]
  /// How many there are with those that did not.
  package let count: Int
  /// Σ of the differences, in double precision.
  package let sum: Double
  /// Whether the number is a sum of the parts; else they are the numbers that it was computed from,
  /// each with what it does alone.
  package let isSum: Bool
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
    (self.number, name) = (number, computation.first.name)
    (new, old) = (computation.first.stored, computation.second.stored)
    bound = computation.first.agreement.bound + computation.second.agreement.bound
    var effects = ChangeEffects(debugger, before: before)
    let change = Double(new) - Double(old)
    let rows = (try? Self.addends(of: computation)) ?? []
    let whole = rows.reduce(0) { $0 + $1.difference }
    isSum = !rows.isEmpty && (whole - change).magnitude <= bound
    if isSum {
      (count, sum) = (rows.count, whole)
      let changed = rows.filter { $0.difference != 0 }
      parts = changed.sorted { $0.difference.magnitude > $1.difference.magnitude }
        .map { Self.part($0, &effects) }
    } else {
      let causes = effects.causes(in: computation.first.root)
      let read = computation.first.root.expression.terms.filter { $0.position != nil }
      (count, sum) = (Set(read).count, causes.reduce(0) { $0 + $1.effect })
      parts = causes.map { Self.part($0, debugger) }
    }
  }

  /// Whether the differences of the parts add up to that of the number, within rounding.
  package var addsUp: Bool { (sum - (Double(new) - Double(old))).magnitude <= bound }

  private static func part(_ row: PairedComputation.Row, _ effects: inout ChangeEffects) -> Part {
    let cause = effects.causes(in: row.part).first
    // Of a product the number that it was read from says more than the symbol of the formula.
    let name =
      row.part.addend == nil ? nil : cause.map { effects.debugger.names.name(of: $0.number) }
    func number(_ value: Double) -> String { Decimals.fitting(value, significant: 3, width: 9) }
    return Part(
      title: name ?? row.title, difference: row.difference, old: number(row.values.second),
      new: number(row.values.first),
      products: products(row.factors), cause: cause)
  }

  /// `(0.951 → 0.311) × -0.543`; empty for what is no product.
  private static func products(_ factors: (first: String, second: String)) -> String {
    let (new, old) = (
      factors.first.split(separator: " × "), factors.second.split(separator: " × ")
    )
    guard new.count > 1, new.count == old.count else { return "" }
    return zip(old, new).map { $0 == $1 ? String($0) : "(\($0) → \($1))" }.joined(separator: " × ")
  }

  private static func part(_ cause: ChangeCause, _ debugger: Debugger) -> Part {
    Part(
      title: debugger.names.name(of: cause.number), difference: cause.effect,
      old: Decimals.text(cause.old, 4), new: Decimals.text(cause.new, 4), products: "", cause: cause
    )
  }

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
}

/// In words.
extension NumberChange {
  /// `conv1[0,0,0]: 0.5 → 0.25, Δ -0.25`
  package static func heading(_ name: String, old: Float, new: Float) -> String {
    let change = Decimals.text(Double(new) - Double(old), 5)
    return "\(name): \(Decimals.text(old, 6)) → \(Decimals.text(new, 6)), Δ \(change)"
  }

  package var heading: String { Self.heading(name, old: old, new: new) }

  /// How many parts changed, and how they add up.
  package var total: String {
    guard !parts.isEmpty else {
      return "none of the \(count) \(isSum ? "parts" : "numbers that it is computed from") changed"
    }
    let mark = "Σ Δ = \(Decimals.text(sum, 5))"
    let what = isSum ? "part" : "number"
    let changed =
      count == 1 ? "its only \(what) changed" : "\(parts.count) of its \(count) \(what)s changed"
    if isSum { return "\(changed); \(mark) ✓" }
    return addsUp ? "\(changed); each Δ alone; \(mark) ✓" : "\(changed); each Δ alone, no sum"
  }

  /// A line for each of the parts, under a heading.
  package func table(most: Int = .max) -> [String] {
    guard !parts.isEmpty else { return [] }
    let rows = parts.prefix(most).map { part in
      ["  \(part.title)", Decimals.text(part.difference, 4), part.old, part.new, part.products]
    }
    return SummaryTable.aligned([[isSum ? "  part" : "  number", "Δ", "old", "new", ""]] + rows)
  }

  /// The change, how the parts add up to it, and the largest of them.
  package func lines(most: Int = 12) -> [String] {
    let rest = parts.count > most ? "; the \(most) largest:" : ""
    return [heading, total + rest] + table(most: most)
  }
}
