/// Layers with another value for one argument of their line, wherever the parameters stay.
enum AttributeAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    var texts: Set<String> = [layer.text]
    return ChangedLine.all(of: layer).flatMap { line -> [Alternative] in
      guard let other = line.layer, texts.insert(other.text).inserted,
        other.takesParameters(of: layer, inputs),
        let outputs = try? other.outputShapes(for: inputs)
      else { return [] }
      let own = layer.checkedOutputShapes(for: inputs)
      let alternatives = Names(line, other).alternatives(of: layer, other)
      if outputs == own { return alternatives }
      let isLarge = outputs.map(\.count).reduce(0, +) > 16 * own.map(\.count).reduce(16, +)
      return isLarge ? [] : [alternatives[0].withOtherShapes]
    }
  }

  private struct Names {
    let rule: String
    let what: String
    let hint: String

    init(_ line: ChangedLine, _ other: any Layer) {
      let argument = line.argument
      if argument.value == .flag {
        rule = "\(argument.name.lowercased())-\(line.new == nil ? "missing" : "set")"
        what = "\"\(argument.name)\" is \(line.new == nil ? "not " : "")set (\(argument.help))"
      } else {
        let (old, new) = (line.old ?? argument.defaultText, line.new ?? argument.defaultText)
        rule = "\(argument.name.lowercased())-\(line.new ?? "default")"
        what =
          "\(argument.words) is \(new ?? "not given")" + (old.map { " instead of \($0)" } ?? "")
      }
      hint = "Look at the options of the layer: at least one of them has another value."
    }

    func alternatives(of layer: any Layer, _ other: any Layer) -> [Alternative] {
      [
        Alternative(rule, what, hint: hint, .attribute, of: layer, forward: { other.forward($0) }),
        Alternative(
          rule, what, hint: hint, .attribute, of: layer, backward: { other.backward($0) }),
      ]
    }
  }
}

extension LayerGrammar.Argument {
  /// What it is called in a sentence: `the stride`, `epsilon`, `"pad-with"`.
  fileprivate var words: String {
    if value == .padding { return "the padding" }
    let name = name.lowercased()
    if name.contains("-") { return "\"\(name)\"" }
    return value == .number ? name : "the \(name)"
  }
}

extension Layer {
  /// Whether its passes take the parameters and running statistics of another layer.
  func takesParameters(of other: any Layer, _ inputs: [Shape]) -> Bool {
    guard (try? outputShapes(for: inputs)) != nil else { return false }
    return parameters(for: inputs).map(\.shape) == other.parameters(for: inputs).map(\.shape)
      && statistics(for: inputs).map(\.shape) == other.statistics(for: inputs).map(\.shape)
  }
}
