/// Outputs whose products lack a factor, or whose factors are summed before they are multiplied.
enum OutputFactorRules {
  private static let hint = "Look at which two numbers every product has."

  static var all: [ProductRule] {
    func rule(
      _ name: String, _ what: String,
      _ change: @escaping @Sendable (inout ForwardPass) -> Void
    ) -> ProductRule {
      ProductRule(
        name, what, hint: hint,
        .output { products, pass in
          var changed = pass
          change(&changed)
          return products.forward(changed)
        })
    }
    return [
      rule("output-without-weight", "the input is summed without being multiplied by the weight") {
        $0.parameters[0] = Tensor(shape: $0.parameters[0].shape, repeating: 1)
      },
      rule("output-without-input", "the weights are summed without being multiplied by the input") {
        $0.inputs[0] = Tensor(shape: $0.input.shape, repeating: 1)
      },
      ProductRule(
        "output-of-sums", "the sum of the input is multiplied by the sum of the weights",
        hint: hint,
        .output { products, pass in
          let ones = pass.parameters[0].map { _ in 1 }
          var (inputs, weights) = (pass, pass)
          inputs.parameters = pass.parameters.map(\.zeros)
          weights.parameters = inputs.parameters
          inputs.parameters[0] = ones
          weights.parameters[0] = pass.parameters[0]
          weights.inputs[0] = Tensor(shape: pass.input.shape, repeating: 1)
          var bias = pass
          bias.parameters[0] = ones.zeros
          return products.forward(inputs).times(products.forward(weights)) + products.forward(bias)
        }),
    ]
  }
}
