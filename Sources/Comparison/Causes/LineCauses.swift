import CNNModel

/// The layer with another value for a word of its text: padding, stride, epsilon, axis, mode.
enum LineCauses {
  @Sendable
  static func all(_ context: NodeContext) -> [NodeChange] {
    var seen: Set<String> = [context.layer.text]
    return ChangedWords(context).lines.compactMap { line -> NodeChange? in
      guard let other = try? LayerCatalog.layer(Word.split(line.text[...])),
        type(of: other) == type(of: context.layer), seen.insert(other.text).inserted
      else { return nil }
      return change(context, other, line)
    }
  }

  private static func change(
    _ context: NodeContext, _ other: any Layer, _ line: ChangedWords.Line
  ) -> NodeChange {
    let (meant, found) = (PaddingWords.words(other.text), PaddingWords.words(context.layer.text))
    return NodeChange(
      name: "option-\(line.word)",
      sentence: "in the reference \(context.name) is \"\(other.text)\"\(meant), here "
        + "\"\(context.layer.text)\"\(found)",
      parameters: [("intended", other.text), ("found", context.layer.text)], rank: line.rank,
      mayEndStretch: true, outputs: { outputs(context, other) })
  }

  /// The outputs of another layer with the same parameters.
  static func outputs(_ context: NodeContext, _ other: any Layer) -> [Value]? {
    let shapes = context.pass.shapes
    guard let outputs = try? other.outputShapes(for: shapes),
      outputs.first == context.stretch.theirs.shape
        || context.stretch.canReach(outputs, from: context.node),
      other.parameters(for: shapes).map(\.shape) == context.pass.parameters.map(\.shape),
      other.statistics(for: shapes).map(\.shape) == context.pass.statistics.map(\.shape)
    else { return nil }
    return other.forward(context.pass).values
  }
}

/// What a padding of four sides is called elsewhere.
enum PaddingWords {
  /// ` (padding as SAME_LOWER)` for the text of a layer with a padding of its own for each side.
  static func words(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard let place = words.firstIndex(of: "pad"), place + 1 < words.count else { return "" }
    let sides = words[place + 1].split(separator: ",").compactMap { Int($0) }
    guard sides.count >= 2, sides.count % 2 == 0 else { return "" }
    let half = sides.count / 2
    let differences = (0..<half).map { sides[half + $0] - sides[$0] }
    if differences.allSatisfy({ $0 == 0 }) { return " (symmetric)" }
    if differences.allSatisfy({ $0 == 0 || $0 == 1 }) { return " (padded as SAME_UPPER)" }
    if differences.allSatisfy({ $0 == 0 || $0 == -1 }) { return " (padded as SAME_LOWER)" }
    return ""
  }
}
