import CNNModel

/// The gradient of the score times the input: the part of each cell if the network were linear.
///
/// `a = x · ∂s/∂x`. The parts add up to the score only for a network that is piecewise linear and has
/// no biases. Source: A. Shrikumar, P. Greenside, A. Shcherbina, A. Kundaje, "Not just a black box",
/// 2016.
public struct GradientTimesInput: AttributionMethod {
  /// `gradient-input`
  public static let name = "gradient-input"
  /// Gradient × input.
  public static let title = "gradient × input"
  /// `x · ∂s/∂x`
  public static let formula = "a = x · ∂s/∂x"
  /// Shrikumar et al.
  public static let citation: String? = "Shrikumar et al. 2016"

  /// The method has no settings.
  public init(_ settings: AttributionSettings) {}

  /// One forward and one backward pass.
  public func forwardPasses(for input: Shape, _ axes: [Int]) -> Int { 3 }

  /// One forward and one backward pass.
  public func map(
    _ question: AttributionQuestion, _ progress: (Int, Int) -> Void
  ) throws(AttributionError) -> AttributionMap {
    let (score, gradient) = try question.gradient(progress)
    let products = Tensor(
      shape: gradient.shape, elements: zip(question.input.elements, gradient.elements).map(*))
    let remark =
      "the parts add up to \(Float(products.sum)); that is the score only without biases and bends"
    return question.map(Self.self, score: score, products, remarks: [remark])
  }
}
