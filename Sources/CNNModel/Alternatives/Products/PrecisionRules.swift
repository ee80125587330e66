/// Numbers that are rounded before they are multiplied.
enum PrecisionRules {
  private static let hint = "Look at the type of the numbers."

  static func all(_ own: ProductContext) -> [ProductRule] {
    formats.flatMap { format in
      [
        output(format, "inputs", "input and weight"),
        output(format, "results", "input, weight and output", roundsOutput: true),
        output(
          format, "everywhere", "input, weight, bias and output", roundsBias: true,
          roundsOutput: true),
        output(format, "output", "the output", roundsInputs: false, roundsOutput: true),
        gradients(format, roundsResults: false), gradients(format, roundsResults: true),
      ]
    }
  }

  private struct Format: Sendable {
    let name: String
    let words: String
    let round: @Sendable (Float) -> Float
  }

  private static let formats = [
    Format(name: "float16", words: "rounded to float16") { Float(Float16($0)) },
    Format(name: "bfloat16", words: "rounded to bfloat16") { $0.roundedToBFloat16 },
    Format(name: "bfloat16-cut", words: "cut to bfloat16 without rounding", round: \.cutToBFloat16),
    Format(name: "integers", words: "cut off to integers") {
      $0.isFinite ? $0.rounded(.towardZero) : $0
    },
  ]

  private static func output(
    _ format: Format, _ name: String, _ which: String, roundsInputs: Bool = true,
    roundsBias: Bool = false, roundsOutput: Bool = false
  ) -> ProductRule {
    ProductRule(
      "\(format.name)-\(name)", "\(which) \(roundsInputs ? "are" : "is") \(format.words)",
      hint: hint, tier: .attribute,
      .output { products, pass in
        var pass = pass
        if roundsInputs { pass.inputs[0] = pass.input.map(format.round) }
        for index in pass.parameters.indices where index == 0 ? roundsInputs : roundsBias {
          pass.parameters[index] = pass.parameters[index].map(format.round)
        }
        let output = products.forward(pass)
        return roundsOutput ? output.map(format.round) : output
      })
  }

  private static func gradients(_ format: Format, roundsResults: Bool) -> ProductRule {
    ProductRule(
      "\(format.name)-\(roundsResults ? "results" : "inputs")",
      "input, weight and gradient\(roundsResults ? "s" : "") are \(format.words)", hint: hint,
      tier: .attribute,
      .gradients { products, pass, gradients in
        var pass = pass
        pass.forward.inputs[0] = pass.input.map(format.round)
        pass.forward.parameters[0] = pass.parameters[0].map(format.round)
        pass.gradients[0] = pass.gradient.map(format.round)
        gradients = products.backward(pass)
        guard roundsResults else { return }
        gradients.inputs[0] = gradients.inputs[0].map(format.round)
        gradients.parameters = gradients.parameters.map { $0.map(format.round) }
      })
  }
}

extension Float {
  /// The nearest number with eight bits of mantissa, ties to even.
  fileprivate var roundedToBFloat16: Float {
    guard isFinite else { return self }
    let bits = bitPattern
    return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
  }
}
