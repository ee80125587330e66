/// Other steps by moving averages of the gradient and its square.
extension UpdateChange {
  static let adaptive: [UpdateChange] = corrections + denominators + averages

  private static let correctionHint = "Look at the bias corrections and at the number of the step."
  private static let denominatorHint = "Look at what the mean of the gradients is divided by."
  private static let averageHint = "Look at how the two moving averages are updated."

  private static let corrections: [UpdateChange] = [
    UpdateChange(
      "bias-correction-forgotten", "neither average is corrected for its start at 0",
      hint: correctionHint
    ) { ($0.correctsMean, $0.correctsSquare) = (false, false) },
    UpdateChange(
      "mean-correction-forgotten", "the mean of the gradients is not corrected for its start at 0",
      hint: correctionHint
    ) { $0.correctsMean = false },
    UpdateChange(
      "square-correction-forgotten", "the mean of the squares is not corrected for its start at 0",
      hint: correctionHint
    ) { $0.correctsSquare = false },
    UpdateChange(
      "correction-a-step-early", "the bias corrections take t − 1, as if steps were counted from 0",
      hint: correctionHint
    ) { $0.correctionStep -= 1 },
    UpdateChange(
      "correction-a-step-late", "the bias corrections take t + 1", hint: correctionHint
    ) { $0.correctionStep += 1 },
    UpdateChange(
      "correction-of-first-step", "the bias corrections are always those of the first step: 1 − β",
      hint: correctionHint
    ) { $0.correctionStep = 1 },
    direction(
      "corrections-exchanged", "each average gets the correction of the other one", correctionHint
    ) { f, m, v in
      m / f.squareCorrection / ((v / f.meanCorrection).squareRoot() + f.epsilon)
    },
    direction(
      "corrections-multiply", "the averages are multiplied by the corrections", correctionHint
    ) { f, m, v in
      m * f.meanCorrection / ((v * f.squareCorrection).squareRoot() + f.epsilon)
    },
    direction(
      "correction-outside-of-root", "the correction of the squares is not under the root",
      correctionHint
    ) { f, m, v in
      m / f.meanCorrection / (v.squareRoot() / f.squareCorrection + f.epsilon)
    },
    UpdateChange(
      "corrected-stored", "the corrected averages are stored for the next step",
      hint: correctionHint
    ) { f, number in
      var next = f.step(number)
      (next.m, next.v) = (next.m / f.meanCorrection, next.v / f.squareCorrection)
      return next
    },
  ]

  private static let denominators: [UpdateChange] = [
    direction("epsilon-inside", "ε is added under the root", denominatorHint) { f, m, v in
      m / f.meanCorrection / (v / f.squareCorrection + f.epsilon).squareRoot()
    },
    direction(
      "epsilon-uncorrected", "ε is added before the correction of the squares", denominatorHint
    ) { f, m, v in
      m / f.meanCorrection / ((v.squareRoot() + f.epsilon) / f.squareCorrection.squareRoot())
    },
    direction("epsilon-forgotten", "ε is left out", denominatorHint) { f, m, v in
      m / f.meanCorrection / (v / f.squareCorrection).squareRoot()
    },
    direction("root-forgotten", "the root of the mean of the squares is not taken", denominatorHint)
    {
      f, m, v in m / f.meanCorrection / (v / f.squareCorrection + f.epsilon)
    },
    direction(
      "not-divided", "the mean of the gradients is not divided by the root", denominatorHint
    ) {
      f, m, _ in m / f.meanCorrection
    },
    direction("root-multiplies", "the root multiplies instead of dividing", denominatorHint) {
      f, m, v in m / f.meanCorrection * ((v / f.squareCorrection).squareRoot() + f.epsilon)
    },
    direction("mean-squared", "the mean of the gradients is squared", denominatorHint) { f, m, v in
      f.direction(m * m, v)
    },
    UpdateChange(
      "gradient-for-mean", "the gradient itself is divided by the root, not its mean",
      hint: denominatorHint
    ) { f, number in
      var next = f.step(number)
      let root = (next.v / f.squareCorrection).squareRoot() + f.epsilon
      next.w = f.kept(number.w) - f.rate * f.slope(number) / root
      return next
    },
    UpdateChange(
      "averages-of-before", "the averages before the step move the parameter",
      hint: denominatorHint
    ) { f, number in
      var next = f.step(number)
      next.w = f.kept(number.w) - f.rate * f.direction(number.m, number.v)
      return next
    },
    UpdateChange(
      "square-of-before", "the mean of the squares before the step divides",
      hint: denominatorHint
    ) { f, number in
      var next = f.step(number)
      next.w = f.kept(number.w) - f.rate * f.direction(next.m, number.v)
      return next
    },
    UpdateChange(
      "largest-square", "the larger one of old and new mean of the squares divides (AMSGrad)",
      hint: denominatorHint
    ) { f, number in
      var next = f.step(number)
      next.w = f.kept(number.w) - f.rate * f.direction(next.m, max(number.v, next.v))
      return next
    },
    UpdateChange(
      "look-ahead", "the mean looks ahead with the new gradient (NAdam)", hint: denominatorHint
    ) { f, number in
      var next = f.step(number)
      let ahead = f.momentum * next.m + (1 - f.momentum) * f.slope(number)
      next.w = f.kept(number.w) - f.rate * f.direction(ahead, next.v)
      return next
    },
  ]

  private static let averages: [UpdateChange] = [
    UpdateChange("betas-exchanged", "β₁ and β₂ are exchanged", hint: averageHint) {
      ($0.momentum, $0.squareDecay) = ($0.squareDecay, $0.momentum)
    },
    UpdateChange("beta-1-for-both", "β₁ is used for both averages", hint: averageHint) {
      $0.squareDecay = $0.momentum
    },
    UpdateChange("beta-2-for-both", "β₂ is used for both averages", hint: averageHint) {
      $0.momentum = $0.squareDecay
    },
    UpdateChange("beta-2-of-0.99", "β₂ is 0.99", hint: averageHint, .attribute) {
      $0.squareDecay = 0.99
    },
    UpdateChange("epsilon-of-1e-7", "ε is 1e-7", hint: averageHint, .attribute) {
      $0.epsilon = 1e-7
    },
    averaged("mean-summed", "the gradient is added to the mean without its factor 1 − β₁") {
      f, s, m, v in (f.momentum * m + s, f.squareDecay * v + (1 - f.squareDecay) * s * s)
    },
    averaged("square-summed", "the square is added to its mean without its factor 1 − β₂") {
      f, s, m, v in (f.momentum * m + (1 - f.momentum) * s, f.squareDecay * v + s * s)
    },
    averaged("both-summed", "gradient and square are added to their means without their factors") {
      f, s, m, v in (f.momentum * m + s, f.squareDecay * v + s * s)
    },
    averaged("mean-complement", "β₁ and 1 − β₁ are exchanged in the mean") { f, s, m, v in
      ((1 - f.momentum) * m + f.momentum * s, f.squareDecay * v + (1 - f.squareDecay) * s * s)
    },
    averaged("square-complement", "β₂ and 1 − β₂ are exchanged in the mean of the squares") {
      f, s, m, v in
      (f.momentum * m + (1 - f.momentum) * s, (1 - f.squareDecay) * v + f.squareDecay * s * s)
    },
    averaged("both-complement", "β and 1 − β are exchanged in both averages") { f, s, m, v in
      ((1 - f.momentum) * m + f.momentum * s, (1 - f.squareDecay) * v + f.squareDecay * s * s)
    },
    averaged("gradient-not-squared", "the gradient is averaged in the place of its square") {
      f, s, m, v in
      (f.momentum * m + (1 - f.momentum) * s, f.squareDecay * v + (1 - f.squareDecay) * s)
    },
    averaged("magnitude-for-square", "the absolute gradient is averaged in the place of its square")
    {
      f, s, m, v in
      (f.momentum * m + (1 - f.momentum) * s, f.squareDecay * v + (1 - f.squareDecay) * abs(s))
    },
    averaged("square-of-mean", "the square of the mean is averaged, not that of the gradient") {
      f, s, m, v in
      let mean = f.momentum * m + (1 - f.momentum) * s
      return (mean, f.squareDecay * v + (1 - f.squareDecay) * mean * mean)
    },
    averaged("factor-squared", "the factor 1 − β₂ is squared with the gradient") { f, s, m, v in
      let part = (1 - f.squareDecay) * s
      return (f.momentum * m + (1 - f.momentum) * s, f.squareDecay * v + part * part)
    },
    averaged("old-averages-forgotten", "the old averages are left out") { f, s, _, _ in
      ((1 - f.momentum) * s, (1 - f.squareDecay) * s * s)
    },
    averaged(
      "largest-magnitude", "the largest absolute gradient is used instead of the root (Adamax)"
    ) {
      f, s, m, v in
      let largest = max(f.squareDecay * v.squareRoot(), abs(s))
      return (f.momentum * m + (1 - f.momentum) * s, largest * largest)
    },
    UpdateChange("averages-exchanged", "the two averages are exchanged", hint: averageHint) {
      f, number in
      f.step(UpdateFormula.Number(w: number.w, g: number.g, m: number.v, v: number.m))
    },
    UpdateChange(
      "decay-not-in-squares", "the weight decay is left out of the squares", hint: averageHint
    ) { f, number in
      var next = f.step(number)
      next.v = f.squareDecay * number.v + (1 - f.squareDecay) * number.g * number.g
      next.w = f.kept(number.w) - f.rate * f.direction(next.m, next.v)
      return next
    },
  ]

  /// The right averages with another direction.
  private static func direction(
    _ name: String, _ what: String, _ hint: String,
    _ direction: @escaping @Sendable (UpdateFormula, _ m: Double, _ v: Double) -> Double
  ) -> UpdateChange {
    UpdateChange(name, what, hint: hint) { f, number in
      var next = f.step(number)
      next.w = f.kept(number.w) - f.rate * direction(f, next.m, next.v)
      return next
    }
  }

  /// Other averages with the right direction.
  private static func averaged(
    _ name: String, _ what: String,
    _ averages:
      @escaping @Sendable (UpdateFormula, _ s: Double, _ m: Double, _ v: Double) -> (
        m: Double, v: Double
      )
  ) -> UpdateChange {
    UpdateChange(name, what, hint: averageHint) { f, number in
      var next = number
      (next.m, next.v) = averages(f, f.slope(number), number.m, number.v)
      next.w = f.kept(number.w) - f.rate * f.direction(next.m, next.v)
      return next
    }
  }
}
