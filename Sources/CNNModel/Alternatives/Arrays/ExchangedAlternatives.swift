/// Layers with two arrays of the same shape exchanged, or with one in the place of another.
enum ExchangedAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let outputs = try? layer.outputShapes(for: inputs) else { return [] }
    let parameters = layer.parameters(for: inputs)
    return pairs(inputs).flatMap { exchangedInputs(layer, $0, $1) }
      + pairs(parameters.map(\.shape)).flatMap {
        exchangedParameters(layer, ($0, parameters[$0].name), ($1, parameters[$1].name))
      }
      + pairs(layer.statistics(for: inputs).map(\.shape)).map { exchangedStatistics(layer, $0, $1) }
      + (outputs.count == 1 && outputs == inputs ? substitutes(layer) : [])
  }

  /// The pairs of the first few arrays that have the same shape.
  private static func pairs(_ shapes: [Shape]) -> [(Int, Int)] {
    let first = shapes.indices.prefix(4)
    return first.flatMap { one in first.filter { $0 > one }.map { (one, $0) } }
      .filter { shapes[$0.0] == shapes[$0.1] && shapes[$0.0].count > 0 }
  }

  private static func exchangedInputs(
    _ layer: any Layer, _ one: Int, _ other: Int
  ) -> [Alternative] {
    let numbers = "\(one + 1) and \(other + 1)"
    let rule = "inputs-\(one + 1)-\(other + 1)-exchanged"
    let hint = "Look at which input is which."
    guard !(layer is any ExactLayer || layer is any ConditionalLayer) else { return [] }
    return [
      Alternative(
        rule, "inputs \(numbers) are exchanged", hint: hint, .arrangement, of: layer,
        forward: { pass in
          var pass = pass
          pass.inputs.swapAt(one, other)
          pass.exactInputs = [:]
          return layer.forward(pass)
        }),
      Alternative(
        rule, "the gradients of inputs \(numbers) are exchanged", hint: hint, .arrangement,
        of: layer,
        gradients: { _, own in
          var gradients = own
          gradients.inputs.swapAt(one, other)
          return gradients
        }),
    ]
  }

  private static func exchangedParameters(
    _ layer: any Layer, _ one: (index: Int, name: String), _ other: (index: Int, name: String)
  ) -> [Alternative] {
    let names = "\(one.name) and \(other.name)"
    let rule = "\(names.hyphenated)-exchanged"
    let hint = "Look at which parameter is which."
    return [
      Alternative(
        rule, "\(names) are exchanged", hint: hint, .attribute, of: layer,
        forward: { pass in
          var pass = pass
          pass.parameters.swapAt(one.index, other.index)
          return layer.forward(pass)
        }),
      Alternative(
        rule, "\(names) are exchanged", hint: hint, .attribute, of: layer,
        backward: { pass in
          var pass = pass
          pass.forward.parameters.swapAt(one.index, other.index)
          var gradients = layer.backward(pass)
          gradients.parameters.swapAt(one.index, other.index)
          return gradients
        }),
      Alternative(
        "\(rule)-gradients", "the gradients of \(names) are exchanged", hint: hint, .attribute,
        of: layer,
        gradients: { _, own in
          var gradients = own
          gradients.parameters.swapAt(one.index, other.index)
          return gradients
        }),
    ]
  }

  private static func exchangedStatistics(
    _ layer: any Layer, _ one: Int, _ other: Int
  ) -> Alternative {
    Alternative(
      "statistics-\(one + 1)-\(other + 1)-exchanged", "two running statistics are exchanged",
      hint: "Look at which running statistic is which.", .attribute, of: layer,
      forward: { pass in
        var pass = pass
        pass.statistics.swapAt(one, other)
        var result = layer.forward(pass)
        result.statistics.swapAt(one, other)
        return result
      })
  }

  /// Other arrays of the same shape, for layers whose output has the shape of the input.
  private static func substitutes(_ layer: any Layer) -> [Alternative] {
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
