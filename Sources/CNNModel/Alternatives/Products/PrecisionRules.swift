/// Numbers that are rounded before they are multiplied.
enum PrecisionRules {
  private static let hint = "Look at the type of the numbers."

  static func all(_ own: ProductContext) -> [ProductRule] {
    formats.flatMap { [inputs($0), everything($0), gradients($0)] }
  }

  private struct Format: Sendable {
    let name: String
    let words: String
    let round: @Sendable (Float) -> Float
  }

  private static let formats = [
    Format(name: "float16", words: "rounded to float16") { Float(Float16($0)) },
    Format(name: "bfloat16", words: "rounded to bfloat16") { $0.roundedToBFloat16 },
    Format(name: "integers", words: "cut off to integers") { $0.isFinite ? $0.rounded(.towardZero) : $0 },
  ]

  private static func inputs(_ format: Format) -> ProductRule {
    ProductRule(
      "\(format.name)-inputs", "input and weight are \(format.words)", hint: hint, tier: .attribute,
      .output { products, pass in
        var pass = pass
        pass.inputs[0] = pass.input.map(format.round)
        pass.parameters[0] = pass.parameters[0].map(format.round)
        return products.forward(pass)
      })
  }

  private static func everything(_ format: Format) -> ProductRule {
    ProductRule(
      "\(format.name)-everywhere", "input, weight, bias and output are \(format.words)", hint: hint,
      tier: .attribute,
      .output { products, pass in
        var pass = pass
        pass.inputs[0] = pass.input.map(format.round)
        pass.parameters = pass.parameters.map { $0.map(format.round) }
        return products.forward(pass).map(format.round)
      })
  }

  private static func gradients(_ format: Format) -> ProductRule {
    ProductRule(
      "\(format.name)-gradients", "input, weight and gradient are \(format.words)", hint: hint,
      tier: .attribute,
      .gradients { products, pass, gradients in
        var pass = pass
        pass.forward.inputs[0] = pass.input.map(format.round)
        pass.forward.parameters[0] = pass.parameters[0].map(format.round)
        pass.gradients[0] = pass.gradient.map(format.round)
        gradients = products.backward(pass)
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
