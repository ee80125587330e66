/// A whole number within bounds.
package struct WholeNumber<Value: FixedWidthInteger & Sendable>: WordParameter {
  package let usage: String
  package let example: String
  private let range: ClosedRange<Value>

  /// - Parameter usage: what help calls it, such as `N`.
  package init(_ usage: String, _ range: ClosedRange<Value>, example: Value) {
    (self.usage, self.range, self.example) = (usage, range, "\(example)")
  }

  package var expectation: String {
    if Value.isSigned, range == Value.min...Value.max { return "a whole number" }
    return range.upperBound == .max
      ? "a whole number of at least \(range.lowerBound)"
      : "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  package func value(of word: String, in session: Session) -> Value? {
    Value(word).flatMap { range.contains($0) ? $0 : nil }
  }
}

extension WholeNumber<Int> {
  /// How often, or how many.
  package static let count = WholeNumber("N", 1...1_000_000, example: 10)
}

/// A number, with or without a point.
package struct DecimalNumber: WordParameter {
  package typealias Value = Double

  package let usage: String
  package let example: String

  package init(_ usage: String, example: String) { (self.usage, self.example) = (usage, example) }

  package var expectation: String { "a number" }

  package func value(of word: String, in session: Session) -> Double? {
    Double(word).flatMap { $0.isFinite ? $0 : nil }
  }
}
