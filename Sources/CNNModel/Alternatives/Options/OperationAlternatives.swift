/// Layers with another operation of the same signature in their place, with one more of them, or
/// left out.
enum OperationAlternatives {
  private static let hint = "Look at which operation is computed here, and how many times."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let outputs = try? layer.outputShapes(for: inputs), !(layer is any ExactLayer),
      !(layer is any ConditionalLayer)
    else { return [] }
    let keepsShape = inputs.count == 1 && outputs == inputs && !(layer is any Rearrangement)
    return others(layer, inputs, outputs).flatMap { replaced(layer, $0) }
      + (keepsShape ? leftOut(layer) + twice(layer, inputs) : [])
  }

  /// The other operations of the catalog that take and give the same shapes, with the arguments that
  /// the layer has under the same names.
  private static func others(
    _ layer: any Layer, _ inputs: [Shape], _ outputs: [Shape]
  ) -> [any Layer] {
    let arguments = LineArguments(layer)
    let others = LayerCatalog.all.filter { $0.grammar.keyword != layer.kind }.flatMap { type in
      arguments.lines(by: type.grammar).compactMap { words in
        try? LayerCatalog.layer(Word.split(words.joined(separator: " ")[...]))
      }
    }
    return others.filter { other in
      other.isComparable(with: layer) && (try? other.outputShapes(for: inputs)) == outputs
        && other.takesParameters(of: layer, inputs)
    }
  }

  private static func replaced(_ layer: any Layer, _ other: any Layer) -> [Alternative] {
    let rule = other.text.hyphenated
    let what = "\(other.text) is computed instead of \(layer.text)"
    return [
      Alternative(rule, what, hint: hint, .attribute, of: layer, forward: { other.forward($0) }),
      Alternative(
        rule, what, hint: hint, .attribute, of: layer, backward: { other.backward($0) }),
    ]
  }

  private static func leftOut(_ layer: any Layer) -> [Alternative] {
    [
      Alternative(
        "left-out", "the layer is left out", hint: hint, .attribute, of: layer,
        forward: { ForwardResult(outputs: $0.inputs, statistics: $0.statistics) }),
      Alternative(
        "left-out", "the layer is left out: the gradient passes unchanged", hint: hint,
        .attribute, of: layer,
        backward: { pass in
          Gradients(inputs: pass.gradients, parameters: pass.parameters.map(\.zeros))
        }),
    ]
  }

  private static func twice(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    [
      Alternative(
        "applied-twice", "the layer is computed twice, one after the other", hint: hint,
        .attribute, of: layer,
        result: { pass, own in
          var second = pass
          second.inputs = own.outputs
          second.exactInputs = own.exactOutputs
          return layer.forward(second)
        }),
      Alternative(
        "applied-twice", "the layer is computed twice, one after the other", hint: hint,
        .attribute, of: layer,
        backward: { twice(layer, $0) }),
    ]
  }

  private static func twice(_ layer: any Layer, _ pass: BackwardPass) -> Gradients {
    let middle = layer.forward(pass.forward).outputs
    var second = pass.forward
    second.inputs = middle
    second.exactInputs = [:]
    let after = layer.backward(
      BackwardPass(
        forward: second, outputs: layer.forward(second).outputs, gradients: pass.gradients))
    let before = layer.backward(
      BackwardPass(forward: pass.forward, outputs: middle, gradients: after.inputs))
    return Gradients(
      inputs: before.inputs,
      parameters: zip(before.parameters, after.parameters).map { $0 + $1 })
  }
}

extension Layer {
  /// Whether it may be taken for another layer: it computes with numbers, with no more chance than
  /// the other, is no mere copy where the other computes, and no conversion between types.
  fileprivate func isComparable(with other: any Layer) -> Bool {
    !(self is any ExactLayer || self is any ConditionalLayer || self is any QuantizedOutput)
      && !isSource
      && !(type(of: self).grammar.positional + type(of: self).grammar.options)
        .contains { $0.isElementType }
      && dependsOnMode == other.dependsOnMode
      && (self is any Rearrangement) == (other is any Rearrangement)
  }
}

extension LayerGrammar.Argument {
  /// Whether it chooses a type of numbers.
  fileprivate var isElementType: Bool {
    guard case .choice(let words) = value else { return false }
    return words.contains { ElementType(rawValue: $0) != nil }
  }
}

/// The arguments of a layer by their names, for lines of other layers.
private struct LineArguments {
  private var texts: [String: String] = [:]
  private var flags: Set<String> = []

  init(_ layer: any Layer) {
    let grammar = type(of: layer).grammar
    var words = layer.text.split(separator: " ").map(String.init)[...]
    words.removeFirst()
    for argument in grammar.positional where !words.isEmpty {
      guard let word = words.first,
        argument.isRequired || argument.value.accepts(Word(word, column: 1))
      else { continue }
      texts[argument.name] = words.removeFirst()
    }
    while let name = words.popFirst() {
      let option = grammar.options.first { $0.name == name }
      if option?.value == .flag { flags.insert(name) } else { texts[name] = words.popFirst() }
    }
  }

  /// The lines of another layer with these arguments, and every choice of those that choose.
  func lines(by grammar: LayerGrammar) -> [[String]] {
    var lines = [[grammar.keyword]]
    for argument in grammar.positional where argument.isRequired || texts[argument.name] != nil {
      let values: [String]
      if case .choice(let words) = argument.value {
        values = words
      } else if let text = texts[argument.name] {
        values = [text]
      } else {
        return []
      }
      lines = lines.flatMap { line in values.map { line + [$0] } }
    }
    let options = grammar.options.flatMap { option -> [String] in
      if option.value == .flag { return flags.contains(option.name) ? [option.name] : [] }
      return texts[option.name].map { [option.name, $0] } ?? []
    }
    return lines.map { $0 + options }
  }
}
