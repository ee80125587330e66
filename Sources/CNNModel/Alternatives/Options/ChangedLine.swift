/// The line of a layer with one argument changed, by its grammar.
struct ChangedLine: Sendable {
  /// The words of the changed line; not all of them mean a layer.
  let words: [String]
  /// The argument that is changed.
  let argument: LayerGrammar.Argument
  /// Its text in the layer's own line; `nil` where the line does not have it.
  let old: String?
  /// Its text in the changed line; `nil` where the line does not have it.
  let new: String?

  /// Every line with another value for an argument.
  static func all(of layer: any Layer) -> [ChangedLine] {
    let grammar = type(of: layer).grammar
    let words = layer.text.split(separator: " ").map(String.init)
    return positional(grammar, words)
      + grammar.options.flatMap { $0.value == .flag ? flag($0, words) : option($0, grammar, words) }
  }

  /// The layer that the line means; `nil` where it means none.
  var layer: (any Layer)? {
    try? LayerCatalog.layer(Word.split(words.joined(separator: " ")[...]))
  }

  /// Other values for the words behind the keyword, and for the next one that was left out.
  private static func positional(_ grammar: LayerGrammar, _ words: [String]) -> [ChangedLine] {
    let missing = grammar.positional.dropFirst(words.count - 1).first.map { argument in
      argument.value.examples(besides: argument.defaultText).map {
        ChangedLine(words: words + [$0], argument: argument, old: nil, new: $0)
      }
    }
    return (missing ?? [])
      + zip(grammar.positional.indices, words.dropFirst()).flatMap { index, word in
        let argument = grammar.positional[index]
        return argument.value.examples(besides: word).filter { $0 != word }.map {
          ChangedLine(
            words: words.replacing(index + 1, with: $0), argument: argument, old: word, new: $0)
        }
      }
  }

  private static func flag(_ option: LayerGrammar.Argument, _ words: [String]) -> [ChangedLine] {
    guard let place = words.dropFirst().firstIndex(of: option.name) else {
      return [
        ChangedLine(
          words: words + [option.name], argument: option, old: nil, new: option.name)
      ]
    }
    return [
      ChangedLine(
        words: words.removing(place..<place + 1), argument: option, old: option.name, new: nil)
    ]
  }

  /// An option left out, added, or with another value.
  private static func option(
    _ option: LayerGrammar.Argument, _ grammar: LayerGrammar, _ words: [String]
  ) -> [ChangedLine] {
    guard let place = words.dropFirst().firstIndex(of: option.name), place + 1 < words.count
    else {
      return option.value.examples(besides: option.defaultText).map {
        ChangedLine(words: words + [option.name, $0], argument: option, old: nil, new: $0)
      }
    }
    let old = words[place + 1]
    let same = option.value == .stride && old == "kernel" ? kernel(grammar, words) : old
    let others = option.value.examples(besides: old).filter { $0 != same }
    return others.map {
      ChangedLine(
        words: words.replacing(place + 1, with: $0), argument: option, old: old, new: $0)
    } + [
      ChangedLine(
        words: words.removing(place..<place + 2), argument: option, old: old, new: nil)
    ]
  }

  /// The kernel of the line, as a stride is written.
  private static func kernel(_ grammar: LayerGrammar, _ words: [String]) -> String? {
    let place = grammar.positional.firstIndex { $0.name == "kernel" }
    return place.flatMap { PerAxis(words[$0 + 1], atLeast: 1)?.plain }
  }
}

extension LayerGrammar.Argument {
  /// The default value that its help names: `1e-5` of `added to the variance (default: 1e-5)`.
  var defaultText: String? {
    let parts = help.split(separator: "(default: ", maxSplits: 1)
    guard parts.count == 2, let value = parts[1].split(separator: ")").first else { return nil }
    return value.contains(" ") ? nil : String(value)
  }
}

extension [String] {
  fileprivate func replacing(_ index: Int, with word: String) -> [String] {
    var words = self
    words[index] = word
    return words
  }

  fileprivate func removing(_ range: Range<Int>) -> [String] {
    Array(self[..<range.lowerBound] + self[range.upperBound...])
  }
}
