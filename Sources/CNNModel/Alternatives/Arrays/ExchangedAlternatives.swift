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
      + (layer is any ExactLayer ? [] : [outputsForGradients(layer)])
      + (outputs.count == 1 && outputs == inputs ? SubstituteAlternatives.all(layer) : [])
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

  private static func outputsForGradients(_ layer: any Layer) -> Alternative {
    Alternative(
      "output-for-gradient", "the output is read in the place of its gradient",
      hint: "Look at which arrays the backward pass reads.", .arrangement, of: layer,
      backward: { pass in
        var pass = pass
        pass.gradients = pass.outputs
        return layer.backward(pass)
      })
  }
}
