package import CNNModel
import NumberText

/// How a stored number compares with what its definition gives in double precision.
package struct Agreement: Hashable, Sendable {
  /// What the comparison says.
  package enum Verdict: String, Hashable, Sendable {
    /// They differ by no more than rounding.
    case equal = "✓"
    /// They do, but rounding alone can move the number by more than its whole value, so that the
    /// stored digits say nothing; or they do because an intermediate result overflows.
    case uncertain = "≈"
    /// They differ by more than rounding.
    case different = "✗"
    /// It is not said, because a fault is to be found.
    case hidden = "?"
  }

  /// The number that the engine stored.
  package let stored: Float
  /// What its definition gives in double precision.
  package let value: Double
  /// How far rounding can move the number; 0 where the definition gives infinity or NaN.
  package let bound: Double
  /// Whether an intermediate result overflows 32 bits, which makes the stored number another one.
  package let overflows: Bool
  package let verdict: Verdict

  /// - Parameter isHidden: whether it is not to be said how they compare.
  package init(_ definition: Expression, stored: Float, isHidden: Bool = false) {
    (self.stored, value, bound) = (stored, definition.value, definition.roundingBound)
    overflows = definition.equalsByOverflow(stored)
    let isLost = overflows || (bound > value.magnitude && stored.isFinite)
    // Sums of zeros have a bound of a few of the smallest numbers.
    let isSame = Double(stored) == value && bound < Double(Float.leastNormalMagnitude)
    verdict =
      isHidden
      ? .hidden
      : !definition.equalsWithinRounding(stored)
        ? .different : isLost && !isSame ? .uncertain : .equal
  }

  /// Whether they differ by no more than rounding.
  package var isEqual: Bool { verdict != .different }

  /// `✓`, `≈ ± 1.2` or `✗`: the mark behind the stored number.
  package var mark: String {
    if overflows, verdict != .hidden { return "≈ by overflow" }
    return verdict == .uncertain ? "≈ ± \(Decimals.text(bound, 2))" : verdict.rawValue
  }

  /// The stored number with its mark and, where they differ in the digits shown, what the definition
  /// gives: `1.2100 ✓ equal within rounding`, `∞ ✓ 6.0000e38 overflows float32`,
  /// `0 ≈ 0.20851 ± 1.2 by rounding`.
  ///
  /// - Parameter isShort: whether `equal within rounding` and `by rounding` are left out.
  package func text(digits: Int, isShort: Bool = false) -> String {
    let (number, exact) = (Decimals.text(stored, digits), Decimals.text(value, digits))
    switch verdict {
    case .equal:
      let words = isShort ? "✓" : "✓ equal within rounding"
      if number == exact { return "\(number) \(words)" }
      if stored.isInfinite { return "\(number) ✓ \(exact) overflows float32" }
      return isShort ? "\(number) ✓ exactly \(exact)" : "\(number) \(words), exactly \(exact)"
    case .uncertain where overflows:
      let reason = isShort ? "overflow" : "an intermediate result overflows"
      return "\(number) ≈ \(exact), \(reason)"
    case .uncertain:
      let range = "\(number) ≈ \(exact) ± \(Decimals.text(bound, 2))"
      return isShort ? range : "\(range) by rounding"
    case .hidden: return isShort ? "\(number) ?" : "\(number) ? its terms make \(exact)"
    case .different:
      let other = number == exact ? Decimals.exact(Double(stored)) : number
      return "\(exact) ✗ but \(other) is stored"
    }
  }
}
