import CNNModel

/// Integrated gradients: the gradient along the straight line from a baseline to the input, times the
/// way.
///
/// `a = (x − b) · ∫₀¹ ∂s(b + α(x − b))/∂x dα` with the baseline `b`, the integral by the midpoint rule:
/// the mean of the gradients at `α = (k + ½)/m` for `k = 0 … m − 1`. The parts add up to `s(x) − s(b)` as far as
/// the sum approximates the integral; a distance of 5 % is what the authors ask for. Source:
/// M. Sundararajan, A. Taly, Q. Yan, "Axiomatic attribution for deep networks", 2017.
public struct IntegratedGradients: AttributionMethod {
  /// `integrated`
  public static let name = "integrated"
  /// Integrated gradients.
  public static let title = "integrated gradients"
  /// The formula with the midpoint rule.
  public static let formula =
    "a = (x − b) · mean of ∂s/∂x at b + (k + 0.5)/m · (x − b), k = 0 … m−1"
  /// Sundararajan et al.
  public static let citation: String? = "Sundararajan, Taly, Yan 2017"

  private let steps: Int
  private let baseline: Float

  /// The share of the difference that the sum may miss.
  private static let tolerance = 0.05

  /// The number of steps and the baseline.
  public init(_ settings: AttributionSettings) {
    (steps, baseline) = (max(1, settings.steps), settings.baseline)
  }

  /// Three for every step.
  public func forwardPasses(for input: Shape, _ axes: [Int]) -> Int { 3 * (steps + 2) }

  /// A forward and a backward pass for every step, for the baseline and for the input.
  public func map(
    _ question: AttributionQuestion, _ progress: (Int, Int) -> Void
  ) throws(AttributionError) -> AttributionMap {
    let input = question.input
    var sums = [Double](repeating: 0, count: input.shape.count)
    var (first, last) = (Float.nan, Float.nan)
    progress(0, steps)
    let passes = ScorePasses(question, count: steps + 2)
    func take(_ index: Int, _ found: ScorePasses.Result) {
      switch index {
      case steps: first = found.score
      case steps + 1: last = found.score
      default:
        for offset in sums.indices { sums[offset] += Double(found.gradients[0][offset]) }
        progress(index + 1, steps)
      }
    }
    try passes.run(
      steps + 2, { point($0, input) }, by: [ValueReference(question.source)], take)
    let parts = sums.indices.map { offset in
      Float(sums[offset] / Double(steps) * (Double(input[offset]) - Double(baseline)))
    }
    let values = Tensor(shape: input.shape, elements: parts)
    return question.map(
      Self.self, score: last, values,
      parameters: [.init("steps", "\(steps)"), .init("baseline", "\(baseline)")],
      completeness: completeness(values, first, last))
  }

  /// The points of the midpoint rule, then the baseline, then the input.
  private func point(_ index: Int, _ input: Tensor) -> Tensor {
    if index > steps { return input }
    if index == steps { return Tensor(shape: input.shape, repeating: baseline) }
    let share = (Double(index) + 0.5) / Double(steps)
    let start = Double(baseline)
    return input.map { Float(start + share * (Double($0) - start)) }
  }

  private func completeness(_ values: Tensor, _ first: Float, _ last: Float) -> Completeness {
    let (sum, expected) = (values.sum, Double(last) - Double(first))
    // Each score is rounded in its last layer, whatever the difference.
    let rounding = 1e-5 * max(Double(first.magnitude), Double(last.magnitude))
    return Completeness(
      sum: sum, expected: expected, formula: "s(x) − s(baseline)",
      tolerance: Self.tolerance * expected.magnitude + rounding)
  }
}
