/// Layers with another value for one word of their text, wherever shapes and parameters stay.
enum AttributeAlternatives {
  private static let hint =
    "Look at the options of the layer."

  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    var texts: Set<String> = [layer.text]
    return ChangedLine.all(of: layer).compactMap { line -> (any Layer)? in
      guard let other = try? LayerCatalog.layer(line), other.fits(in: layer, inputs),
        texts.insert(other.text).inserted
      else { return nil }
      return other
    }.flatMap { alternatives(layer, $0) }
  }

  private static func alternatives(_ layer: any Layer, _ other: any Layer) -> [Alternative] {
    let name = other.text.split(separator: " ").joined(separator: "-")
    let what = "the layer computes as \"\(other.text)\""
    return [
      Alternative(name, what, hint: hint, .attribute, of: layer, forward: { other.forward($0) }),
      Alternative(name, what, hint: hint, .attribute, of: layer, backward: { other.backward($0) }),
    ]
  }
}

extension Layer {
  /// Whether its passes take and give the shapes of another layer's.
  fileprivate func fits(in other: any Layer, _ inputs: [Shape]) -> Bool {
    guard (try? outputShapes(for: inputs)) == other.checkedOutputShapes(for: inputs) else {
      return false
    }
    return parameters(for: inputs).map(\.shape) == other.parameters(for: inputs).map(\.shape)
      && statistics(for: inputs).map(\.shape) == other.statistics(for: inputs).map(\.shape)
  }
}
