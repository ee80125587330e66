extension GradientCheck {
  /// A slope that was measured by differences of the loss.
  public struct Slope: Hashable, Sendable {
    /// The central difference with the best of the steps.
    public let value: Double
    /// By how much it may be wrong: by how much it changes with the next step, and rounding.
    public let uncertainty: Double

    /// Steps relative to the number, the smallest first. A smaller step has a smaller error of
    /// truncation, which grows with the square of the step, a larger one has less rounding.
    static let steps = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2]

    /// The slope of the loss by a number.
    ///
    /// The first step is enough where it agrees with the expected slope; otherwise the step is
    /// chosen where the quotient changes least from one to the next.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - expected: the slope from the backward pass.
    ///   - scale: the largest slope of the same node.
    ///   - moved: the pass with the number changed by an amount.
    /// - Returns: `nil` where a slope jumps within the smallest step.
    public init?(
      at value: Double, expecting expected: Double?, scale: Double,
      _ moved: (Double) -> ReferenceExecution
    ) {
      var last: Difference?
      var best: Slope?
      for step in Self.steps {
        guard let next = Difference(step * max(1, value.magnitude), moved) else { break }
        let slope = Slope(value: next.slope, uncertainty: next.change(from: last))
        if best.map({ slope.uncertainty < $0.uncertainty }) ?? true { best = slope }
        if let expected, best?.agrees(with: expected, scale: scale) ?? false { break }
        last = next
      }
      guard let best else { return nil }
      self = best
    }

    private init(value: Double, uncertainty: Double) {
      (self.value, self.uncertainty) = (value, uncertainty)
    }

    private func agrees(with expected: Double, scale: Double) -> Bool {
      GradientCheck.relativeError(expected, value, scale: scale) <= GradientCheck.tolerance
    }

    /// Whether it is exact enough to judge a slope by.
    func isMeasured(beside size: Double) -> Bool {
      uncertainty <= GradientCheck.tolerance * max(value.magnitude, size) || uncertainty.isNaN
    }
  }
}

/// A central difference.
private struct Difference {
  let slope: Double
  /// What rounding of the two losses alone may make of it.
  private let rounding: Double

  /// - Returns: `nil` where a slope jumps between the two passes, or there is no loss.
  init?(_ step: Double, _ moved: (Double) -> ReferenceExecution) {
    let (above, below) = (moved(step), moved(-step))
    guard !below.crossesKink(to: above), let high = above.loss, let low = below.loss else {
      return nil
    }
    slope = (high - low) / (2 * step)
    rounding = max(above.lossRounding, high.ulp, low.ulp) / step
  }

  /// How much it differs from the quotient of a smaller step; at least what rounding makes of it.
  func change(from other: Difference?) -> Double {
    max(rounding, other.map { ($0.slope - slope).magnitude } ?? 100 * rounding)
  }
}
