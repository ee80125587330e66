/// The line of a layer with one word changed, by its grammar.
enum ChangedLine {
  /// Every line with another value for a word; not all of them mean a layer.
  static func all(of layer: any Layer) -> [[Word]] {
    let grammar = type(of: layer).grammar
    let words = layer.text.split(separator: " ").map(String.init)
    return (choices(grammar, words) + grammar.options.flatMap { options($0, words) })
      .map { Word.split($0.joined(separator: " ")[...]) }
  }

  /// Other choices for the words behind the keyword.
  private static func choices(_ grammar: LayerGrammar, _ words: [String]) -> [[String]] {
    grammar.positional.indices.flatMap { index -> [[String]] in
      guard case .choice(let others) = grammar.positional[index].value, index + 1 < words.count
      else { return [] }
      return others.map { words.replacing(index + 1, with: $0) }
    }
  }

  /// An option left out, added, or with another value.
  private static func options(
    _ option: LayerGrammar.Argument, _ words: [String]
  ) -> [[String]] {
    let isFlag = option.value == .flag
    guard let place = words.dropFirst().firstIndex(of: option.name) else {
      return isFlag
        ? [words + [option.name]]
        : option.value.examples(besides: nil).map { words + [option.name, $0] }
    }
    let without = Array(words[..<place] + words[(place + (isFlag ? 1 : 2))...])
    guard !isFlag else { return [without] }
    return [without]
      + option.value.examples(besides: words[place + 1]).map {
        words.replacing(place + 1, with: $0)
      }
  }
}

extension LayerGrammar.Value {
  /// A few values that a mistake may put in the place of another.
  fileprivate func examples(besides value: String?) -> [String] {
    switch self {
    case .whole, .perAxis: ["1", "2", "3"] + [value?.swapped].compactMap(\.self)
    case .axis: (-2..<4).map(String.init)
    case .number: ["0", "0.001", "1"] + (value.flatMap(Double.init).map { ["\(10 * $0)"] } ?? [])
    case .padding: ["valid", "same", "full"] + [value?.swapped].compactMap(\.self)
    case .choice(let words): words
    case .wholes, .numbers, .channels, .shape, .extents, .text, .flag: []
    }
  }
}

extension String {
  /// `3x2` for `2x3`; `nil` for anything else.
  fileprivate var swapped: String? {
    let parts = split(separator: "x")
    return parts.count == 2 ? "\(parts[1])x\(parts[0])" : nil
  }
}

extension [String] {
  fileprivate func replacing(_ index: Int, with word: String) -> [String] {
    var words = self
    words[index] = word
    return words
  }
}
