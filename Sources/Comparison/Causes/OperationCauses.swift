import CNNModel

/// Another operation in the place of the layer's: max for average, tanh for sigmoid, multiply for
/// add.
enum OperationCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    var seen: Set<String> = [context.layer.text]
    return operations(context.layer, context.pass.shapes).filter { seen.insert($0.text).inserted }
      .map { other in
        NodeChange(
          name: "operation",
          sentence: "in the reference \(context.name) is \"\(other.text)\", here "
            + "\"\(context.layer.text)\"",
          parameters: [("intended", other.text), ("found", context.layer.text)], rank: 20,
          mayEndStretch: true, outputs: { LineCauses.outputs(context, other) })
      }
  }

  /// Layers of other kinds that take the same inputs and parameters.
  private static func operations(_ layer: any Layer, _ shapes: [Shape]) -> [any Layer] {
    let words = layer.text.split(separator: " ").map(String.init)
    return LayerCatalog.all.filter { $0.grammar.keyword != words[0] }.flatMap { type in
      let keyword = type.grammar.keyword
      return (withWords(of: words, type) + usual(type)).compactMap {
        try? LayerCatalog.layer(Word.split("\(keyword) \($0)"[...]))
      }
    }
      + usual(type(of: layer)).compactMap {
        try? LayerCatalog.layer(Word.split("\(words[0]) \($0)"[...]))
      }
  }

  /// The words of the layer that another kind has, too, such as kernel and stride.
  private static func withWords(of words: [String], _ type: any Layer.Type) -> [String] {
    let grammar = type.grammar
    let positional = words.dropFirst().prefix(grammar.positional.count)
    var rest = words.dropFirst(1 + positional.count)
    var kept = Array(positional)
    while let word = rest.popFirst() {
      guard let option = grammar.options.first(where: { $0.name == word }) else { continue }
      kept.append(word)
      if option.value != .flag, let value = rest.popFirst() { kept.append(value) }
    }
    return [kept.joined(separator: " ")]
  }

  /// The usual lines of a kind: without words, or with each of its choices.
  private static func usual(_ type: any Layer.Type) -> [String] {
    guard let first = type.grammar.positional.first, first.isRequired else {
      return [""] + flags(type)
    }
    return switch first.value {
    case .choice(let words): words
    case .number: ["0.01", "0.1", "0.2", "0.25", "0.3", "0.5", "1", "1.702"]
    default: []
    }
  }

  private static func flags(_ type: any Layer.Type) -> [String] {
    type.grammar.options.filter { $0.value == .flag }.map(\.name)
      + type.grammar.positional.flatMap { argument -> [String] in
        if case .choice(let words) = argument.value { words } else { [] }
      }
  }

  /// Functions without parameters that keep the shape, by default words: activations.
  static func functions(for shape: Shape) -> [any Layer] {
    LayerCatalog.all.flatMap { type in
      usual(type).compactMap {
        try? LayerCatalog.layer(Word.split("\(type.grammar.keyword) \($0)"[...]))
      }
    }.filter { layer in
      !layer.isSource && (try? layer.outputShapes(for: [shape])) == [shape]
        && layer.parameters(for: [shape]).isEmpty && layer.statistics(for: [shape]).isEmpty
    }
  }
}
