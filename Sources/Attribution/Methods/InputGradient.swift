import CNNModel

/// The gradient of the score: how much it rises for each unit that a cell of the input is raised.
///
/// `a = ∂s/∂x`. Source: K. Simonyan, A. Vedaldi, A. Zisserman, "Deep inside convolutional networks",
/// 2014, who show its magnitude.
public struct InputGradient: AttributionMethod {
  /// `gradient`
  public static let name = "gradient"
  /// Input gradient.
  public static let title = "input gradient"
  /// `∂s/∂x`
  public static let formula = "a = ∂s/∂x"
  /// Simonyan et al.
  public static let citation: String? = "Simonyan, Vedaldi, Zisserman 2014"

  /// The method has no settings.
  public init(_ settings: AttributionSettings) {}

  /// One forward and one backward pass.
  public func forwardPasses(for input: Shape, _ axes: [Int]) -> Int { 3 }

  /// One forward and one backward pass.
  public func map(
    _ question: AttributionQuestion, _ progress: (Int, Int) -> Void
  ) throws(AttributionError) -> AttributionMap {
    let found = try question.gradient(progress)
    return question.map(Self.self, score: found.score, found.gradient)
  }
}

extension AttributionQuestion {
  /// The score, and its gradient by the input that is asked about.
  func gradient(
    _ progress: (Int, Int) -> Void
  ) throws(AttributionError) -> (score: Float, gradient: Tensor) {
    progress(0, 1)
    var found: (Float, Tensor) = (.nan, input.zeros)
    try ScorePasses(self, count: 1).run(
      1, { _ in input }, by: [ValueReference(source)],
      { found = ($1.score, $1.gradients[0]) })
    progress(1, 1)
    return found
  }

  /// A map whose parts belong to the cells of the input.
  func map(
    _ method: any AttributionMethod.Type, score: Float, _ values: Tensor,
    parameters: [AttributionParameter] = [], completeness: Completeness? = nil,
    remarks: [String] = []
  ) -> AttributionMap {
    AttributionMap(
      method, score: score, node: source, values: values, pictureNode: source,
      picture: NodePlaces(of: source, in: network).sums(of: values), parameters: parameters,
      completeness: completeness, remarks: remarks)
  }
}
