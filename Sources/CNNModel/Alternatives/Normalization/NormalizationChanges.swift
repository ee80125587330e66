/// Other formulas for the deviation, for scale and shift, and other statistics.
extension NormalizationChange {
  private static let deviationHint = "Look at what x − μ is divided by."
  private static let affineHint = "Look at how scale and shift enter the output."
  private static let centerHint = "Look at what is subtracted from x, and from what."

  static let deviations: [NormalizationChange] = [
    NormalizationChange(
      "variance-unbiased", "the variance is divided by n − 1 instead of n", hint: deviationHint
    ) { $0.count = .oneLess },
    NormalizationChange(
      "variance-summed", "the squares are summed, and not divided by the number of cells",
      hint: deviationHint
    ) { $0.count = .one },
    NormalizationChange(
      "variance-for-deviation", "x − μ is divided by σ² + ε: the root is missing",
      hint: deviationHint
    ) { $0.deviation = .variance },
    NormalizationChange(
      "variance-without-epsilon", "x − μ is divided by the variance: root and ε are missing",
      hint: deviationHint
    ) { $0.deviation = .variancePlain },
    NormalizationChange(
      "root-twice", "the root of the deviation is taken once more", hint: deviationHint
    ) { $0.deviation = .fourthRoot },
    NormalizationChange(
      "deviation-multiplied", "x − μ is multiplied by the deviation instead of being divided by it",
      hint: deviationHint
    ) { $0.deviation = .inverse },
    NormalizationChange(
      "deviation-forgotten", "x − μ is not divided by the deviation", hint: deviationHint
    ) { $0.deviation = .one },
    NormalizationChange(
      "epsilon-outside", "ε is added to the standard deviation, outside of the root",
      hint: deviationHint
    ) { $0.deviation = .epsilonOutside },
    NormalizationChange("epsilon-forgotten", "ε is left out", hint: deviationHint) {
      $0.deviation = .epsilonForgotten
    },
    NormalizationChange(
      "epsilon-twice", "ε is added inside of the root and outside of it once more",
      hint: deviationHint
    ) { $0.deviation = .epsilonTwice },
    NormalizationChange(
      "epsilon-squared", "the square of ε is added to the variance", hint: deviationHint
    ) { $0.deviation = .epsilonSquared },
    NormalizationChange(
      "epsilon-rooted", "the root of ε is added to the standard deviation", hint: deviationHint
    ) { $0.deviation = .epsilonRoot },
    NormalizationChange(
      "mean-not-taken-off", "the mean is not subtracted from x; only the variance is about it",
      hint: centerHint
    ) { $0.takesOffMean = false },
    NormalizationChange(
      "second-moment",
      "the mean of x² is used instead of the variance: the mean is not subtracted in it",
      hint: centerHint
    ) { $0.isAboutZero = true },
    NormalizationChange(
      "root-mean-square",
      "x is divided by its root mean square, and no mean is subtracted anywhere",
      hint: centerHint
    ) { ($0.takesOffMean, $0.isAboutZero) = (false, true) },
  ]

  static let affine: [NormalizationChange] = [
    NormalizationChange(
      "scale-shift-swapped", "scale and shift are exchanged", hint: affineHint, isOfShift: true
    ) { $0.affine = .swapped },
    NormalizationChange("scale-forgotten", "the scale is left out", hint: affineHint) {
      $0.affine = .noScale
    },
    NormalizationChange(
      "shift-forgotten", "the shift is left out", hint: affineHint, isOfShift: true
    ) { $0.affine = .noShift },
    NormalizationChange(
      "affine-forgotten", "neither scale nor shift is applied", hint: affineHint, isOfShift: true
    ) { $0.affine = .none },
    NormalizationChange(
      "shift-first", "the shift is added before the scale multiplies", hint: affineHint,
      isOfShift: true
    ) { $0.affine = .shiftFirst },
    NormalizationChange(
      "shift-subtracted", "the shift is subtracted", hint: affineHint, isOfShift: true
    ) { $0.affine = .shiftSubtracted },
    NormalizationChange(
      "shift-twice", "the shift is added twice", hint: affineHint, isOfShift: true
    ) { $0.affine = .shiftTwice },
    NormalizationChange(
      "shift-multiplies", "the shift multiplies instead of being added", hint: affineHint,
      isOfShift: true
    ) { $0.affine = .shiftScaled },
    NormalizationChange(
      "scale-added", "the scale is added instead of multiplying", hint: affineHint
    ) {
      $0.affine = .scaleAdded
    },
    NormalizationChange(
      "scale-plus-one", "1 is added to the scale, as if it were stored around 0", hint: affineHint
    ) { $0.affine = .onePlusScale },
    NormalizationChange(
      "scale-divides", "the scale divides instead of multiplying", hint: affineHint
    ) { $0.affine = .scaleDivides },
    NormalizationChange("scale-twice", "the scale multiplies twice", hint: affineHint) {
      $0.affine = .scaleSquared
    },
  ]

  static let running: [NormalizationChange] = [
    NormalizationChange(
      "statistics-of-other-mode",
      "running statistics and those of the batch are exchanged: each is used in the other mode",
      hint: "Look at which statistics belong to training and which to evaluation."
    ) { $0.exchangesStatistics = true },
    NormalizationChange(
      "statistics-of-other-mode-unbiased",
      "the statistics of the other mode are used, with the unbiased variance of the batch",
      hint: "Look at which statistics belong to training and which to evaluation."
    ) { ($0.exchangesStatistics, $0.count) = (true, .oneLess) },
  ]
}
