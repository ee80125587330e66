import CNNModel
import NumberText

/// How the same number of A and of B was computed, side by side.
package struct PairedComputation: Sendable {
  package let first: Computation
  package let second: Computation

  /// A part of both computations.
  package struct Row: Sendable {
    /// What it is called, or where its number was read.
    package let title: String
    /// The numbers that are multiplied in A and in B; empty for what is no product.
    let factors: (first: String, second: String)
    package let values: (first: Double, second: Double)
    /// Whether it has parts of its own in both.
    package let hasParts: Bool
    /// The part in A.
    let part: Part
    /// The products with what they make, or the numbers alone.
    package var text: (first: String, second: String) {
      (Self.text(factors.first, values.first), Self.text(factors.second, values.second))
    }

    private static func text(_ factors: String, _ value: Double) -> String {
      let number = Decimals.fitting(value, significant: 3, width: 9)
      return factors.contains("×") ? "\(factors) = \(number)" : number
    }

    /// A's number minus B's.
    package var difference: Double { values.first - values.second }
  }

  /// The parts of a part, in A and in B side by side.
  ///
  /// - Parameter path: the parts that were entered, outermost first.
  /// - Throws: ``UserError`` where A and B have different numbers of them.
  package func rows(_ path: [Int] = []) throws(UserError) -> [Row] {
    let (one, other) = (Self.part(first.root, path), Self.part(second.root, path))
    let parts = (one.parts.isEmpty ? [one] : one.parts, other.parts.isEmpty ? [other] : other.parts)
    guard parts.0.count == parts.1.count else {
      throw UserError(
        "\(first.name) is made of \(parts.0.count) parts in A and \(second.name) of "
          + "\(parts.1.count) in B, so they are not compared one by one")
    }
    return zip(parts.0, parts.1).map { a, b in
      Row(
        title: Self.title(a), factors: (Self.factors(a), Self.factors(b)),
        values: (a.value, b.value), hasParts: !a.parts.isEmpty && !b.parts.isEmpty,
        part: a)
    }
  }

  /// The part at a path; the innermost that there is.
  private static func part(_ root: Part, _ path: [Int]) -> Part {
    path.reduce(root) { $1 < $0.parts.count ? $0.parts[$1] : $0 }
  }

  private static func title(_ part: Part) -> String {
    if !part.name.isEmpty { return part.name }
    guard let addend = part.addend else { return "\(part.addendCount) terms" }
    guard let term = addend.read ?? addend.factors.first else { return "" }
    guard let position = term.position else { return term.symbol }
    let place = term.isCell ? Array(position.indices.dropFirst()) : position.indices
    return "\(term.symbol)[\(place.map(String.init).joined(separator: ","))]"
  }

  private static func factors(_ part: Part) -> String {
    part.addend.map {
      $0.factors.map { Decimals.fitting($0.value, significant: 3, width: 8) }.joined(
        separator: " × ")
    } ?? ""
  }
}

extension SubjectPair {
  /// How a number of A and the same cell of B were computed.
  ///
  /// - Throws: ``UserError`` where one of them has no computation, or they are not in one place.
  package func computation(of number: NumberReference) throws(UserError) -> PairedComputation {
    let one = try first.inspector.computation(of: number)
    return PairedComputation(
      first: one,
      second: try second.inspector.computation(of: try counterpart(of: number, in: .first)))
  }

  /// The computations as lines of text.
  ///
  /// - Throws: ``UserError`` as ``computation(of:)`` does.
  package func lines(of number: NumberReference) throws(UserError) -> [String] {
    let pair = try computation(of: number)
    let stored = (pair.first.stored, pair.second.stored)
    let heading =
      "\(pair.first.name): A \(Decimals.text(stored.0, 6)) \(pair.first.agreement.mark), B "
      + "\(Decimals.text(stored.1, 6)) \(pair.second.agreement.mark), A − B "
      + Decimals.text(Double(stored.0) - Double(stored.1), 6)
    do throws(UserError) {
      return [heading] + SummaryTable.aligned(Self.table(try pair.rows()))
    } catch {
      return [heading, error.description]
    }
  }

  private static func table(_ rows: [PairedComputation.Row]) -> [[String]] {
    [["  part", "A", "B", "A − B"]]
      + rows.map { row in
        [
          "  \(row.title)", row.text.first, row.text.second, Decimals.text(row.difference, 4),
        ]
      }
  }
}
