/// Other arrays of the same shape in the place of a result, for layers whose output has the shape of
/// the input.
enum SubstituteAlternatives {
  static func all(_ layer: any Layer) -> [Alternative] {
    guard !(layer is any ExactLayer) else { return [] }
    let hint = "Look at which array is returned, and at what it is multiplied by."
    return
      outputs.map { substitute in
        Alternative(
          substitute.rule, substitute.what, hint: hint, .general, of: layer,
          result: { pass, own in
            var result = own
            result.outputs[0] = pass.input.combined(own.outputs[0], substitute.number)
            result.exactOutputs = [:]
            return result
          })
      }
      + gradients.map { substitute in
        Alternative(
          substitute.rule, substitute.what, hint: hint, .general, of: layer,
          gradients: { pass, own in
            var gradients = own
            let numbers = pass.input.elements.indices.map { cell in
              substitute.number(
                pass.input[cell], pass.output[cell], pass.gradient[cell], own.inputs[0][cell])
            }
            gradients.inputs[0] = Tensor(shape: pass.input.shape, elements: numbers)
            return gradients
          })
      }
  }

  private struct Output: Sendable {
    let rule: String
    let what: String
    let number: @Sendable (_ x: Float, _ y: Float) -> Float
  }

  private struct Gradient: Sendable {
    let rule: String
    let what: String
    let number: @Sendable (_ x: Float, _ y: Float, _ gy: Float, _ gx: Float) -> Float
  }

  private static let outputs: [Output] = [
    Output(rule: "input-added", what: "the input is added to the output") { $0 + $1 },
    Output(rule: "times-input", what: "the output is multiplied by the input") { $0 * $1 },
  ]

  private static let gradients: [Gradient] = [
    Gradient(rule: "gradient-passes", what: "the gradient of the output passes unchanged") {
      _, _, gy, _ in gy
    },
    Gradient(rule: "gradient-is-input", what: "the gradient of the input is the input itself") {
      x, _, _, _ in x
    },
    Gradient(rule: "gradient-is-output", what: "the gradient of the input is the output") {
      _, y, _, _ in y
    },
    Gradient(
      rule: "gradient-times-input",
      what: "the gradient of the output times the input is the gradient of the input"
    ) { x, _, gy, _ in gy * x },
    Gradient(
      rule: "gradient-times-output",
      what: "the gradient of the output times the output is the gradient of the input"
    ) { _, y, gy, _ in gy * y },
    Gradient(
      rule: "gradient-multiplied-again",
      what: "the gradient of the input is multiplied by the gradient of the output once more"
    ) { _, _, gy, gx in gx * gy },
    Gradient(
      rule: "gradient-times-input-again",
      what: "the gradient of the input is multiplied by the input"
    ) { x, _, _, gx in gx * x },
    Gradient(
      rule: "gradient-times-output-again",
      what: "the gradient of the input is multiplied by the output"
    ) { _, y, _, gx in gx * y },
    Gradient(
      rule: "gradient-added", what: "the gradient of the output is added to that of the input"
    ) { _, _, gy, gx in gx + gy },
  ]
}

extension Tensor {
  /// A number for every cell by this tensor's and another one's.
  fileprivate func combined(_ other: Tensor, _ number: (Float, Float) -> Float) -> Tensor {
    Tensor(shape: shape, elements: zip(elements, other.elements).map(number))
  }
}
