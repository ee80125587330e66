extension GradientCheck {
  /// A slope from the backward pass beside the measured one.
  public struct Comparison: Hashable, Sendable {
    /// The slope from the backward pass.
    public let computed: Double
    /// The slope that was measured; `nil` where it jumps within the smallest step, so that
    /// differences are no approximation.
    public let numeric: Slope?
    /// `|computed − numeric|` over the larger of both and the largest slope of the node; `nil` where
    /// nothing was measured. The largest slope is for slopes of 0 that are computed as rounding
    /// errors, such as that of a bias before a batch normalization.
    public let relativeError: Double?
    /// What follows from it.
    public let verdict: Verdict

    /// Measures the slope by a number and compares.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - scale: the largest slope of the same node.
    ///   - rounding: what rounding can make of the gradients; asked for where the slopes differ.
    ///   - moved: the pass in double precision with the number changed by an amount.
    public init(
      _ computed: Double, at value: Double, scale: Double, _ rounding: () -> GradientRounding,
      _ moved: (Double) -> ReferenceExecution
    ) {
      self.computed = computed
      numeric = Slope(at: value, expecting: computed, scale: scale, moved)
      guard let numeric else {
        (relativeError, verdict) = (nil, .nearKink)
        return
      }
      let error = GradientCheck.relativeError(computed, numeric.value, scale: scale)
      relativeError = error
      if error <= GradientCheck.tolerance {
        verdict = .agrees
      } else if !numeric.isMeasured(beside: max(computed.magnitude, scale)) {
        verdict = .tooSmall
      } else {
        let size = max(computed.magnitude, numeric.value.magnitude, scale)
        let (tolerance, bound) = (
          GradientCheck.tolerance * size, rounding().bound(at: value, moved)
        )
        let distance = (computed - numeric.value).magnitude
        let isOpen = bound > tolerance && distance <= tolerance + bound && distance.isFinite
        verdict = isOpen ? .undecidable : .disagrees
      }
    }
  }
}
