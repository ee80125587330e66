/// The functions that a recurrent cell can apply to its gates, with the parameters that ONNX gives
/// them by default.
package enum CellActivation: String, Hashable, Sendable, CaseIterable {
  case sigmoid, tanh, relu, elu, softsign, softplus
  case leakyReLU = "leaky-relu"
  case hardSigmoid = "hardsigmoid"
  case thresholdedReLU = "thresholded-relu"

  /// The layer that applies it to every number.
  var function: any Elementwise {
    switch self {
    case .sigmoid: Sigmoid()
    case .tanh: Tanh()
    case .relu: ReLU()
    case .elu: ELU()
    case .softsign: Softsign()
    case .softplus: Softplus()
    case .leakyReLU: LeakyReLU()
    case .hardSigmoid: HardSigmoid(alpha: 0.2, beta: 0.5)
    case .thresholdedReLU: ThresholdedReLU()
    }
  }

  /// The value at a sum, with its terms where the function is one of a single expression.
  func define(_ sum: Expression) -> Expression {
    switch self {
    case .sigmoid: .logistic(sum)
    case .tanh: .function(.hyperbolicTangent, sum)
    default: function.define(.intermediate("a", sum))
    }
  }
}
