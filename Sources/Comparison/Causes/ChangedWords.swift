import CNNModel

/// Lines of a layer with one word changed.
struct ChangedWords {
  /// A line, and which word is another.
  struct Line {
    let word: String
    let text: String
    let rank: Int
  }

  private let grammar: LayerGrammar
  private let words: [String]
  private let context: NodeContext

  init(_ context: NodeContext) {
    self.context = context
    grammar = type(of: context.layer).grammar
    words = context.layer.text.split(separator: " ").map(String.init)
  }

  /// All lines; not all of them mean a layer.
  var lines: [Line] {
    positional + grammar.options.flatMap(option) + pairs + dilations
  }

  private var positional: [Line] {
    grammar.positional.indices.filter { $0 + 1 < words.count }.flatMap { index in
      let argument = grammar.positional[index]
      guard argument.value != .channels else { return [Line]() }
      return examples(argument.value, words[index + 1]).map {
        Line(
          word: argument.name.lowercased(), text: replacing(index + 1, with: $0), rank: 10)
      }
    }
  }

  private func option(_ option: LayerGrammar.Argument) -> [Line] {
    let name = option.name
    let isFlag = option.value == .flag
    guard let place = words.dropFirst().firstIndex(of: name) else {
      let values = isFlag ? [""] : examples(option.value, nil).map { " " + $0 }
      return values.map {
        Line(
          word: name, text: words.joined(separator: " ") + " " + name + $0,
          rank: isFlag ? 7 : Self.rank($0))
      }
    }
    let rest = words[..<place] + words[(place + (isFlag ? 1 : 2))...]
    let without = Line(word: name, text: rest.joined(separator: " "), rank: 8)
    guard !isFlag, place + 1 < words.count else { return [without] }
    return [without]
      + examples(option.value, words[place + 1]).map {
        Line(word: name, text: replacing(place + 1, with: $0), rank: Self.rank($0))
      }
  }

  /// Paddings that are the same on both axes are more usual than others.
  private static func rank(_ value: String) -> Int {
    let sides = value.split(separator: ",")
    guard sides.count == 4 else { return 9 }
    return sides[0] == sides[1] && sides[2] == sides[3] ? 9 : 10
  }

  /// Two words at once that exporters set together: the way of rounding with that of coordinates.
  private var pairs: [Line] {
    let choices = grammar.options.compactMap { option -> (String, [String])? in
      guard case .choice(let values) = option.value else { return nil }
      return (option.name, values)
    }
    return choices.indices.flatMap { first in
      choices.indices.filter { $0 > first }.flatMap { second in
        choices[first].1.flatMap { a in
          choices[second].1.map { b in
            let text = setting(choices[first].0, a, in: setting(choices[second].0, b, in: words))
            return Line(
              word: "\(choices[first].0)-\(choices[second].0)", text: text.joined(separator: " "),
              rank: 14)
          }
        }
      }
    }
  }

  /// Another dilation with another padding, which together keep the size.
  private var dilations: [Line] {
    let names = grammar.options.map(\.name)
    guard names.contains("dilation"), names.contains("pad") else { return [] }
    let paddings = (0...8).flatMap { rows in (0...8).map { "\(rows)x\($0)" } }
    return ["1", "2", "3", "4"].flatMap { dilation in
      paddings.map { padding in
        let text = setting("dilation", dilation, in: setting("pad", padding, in: words))
        return Line(word: "dilation", text: text.joined(separator: " "), rank: 12)
      }
    }
  }

  private func setting(_ name: String, _ value: String, in words: [String]) -> [String] {
    guard let place = words.dropFirst().firstIndex(of: name), place + 1 < words.count else {
      return words + [name, value]
    }
    var changed = words
    changed[place + 1] = value
    return changed
  }

  private func replacing(_ index: Int, with word: String) -> String {
    var changed = words
    changed[index] = word
    return changed.joined(separator: " ")
  }

  /// Values that a mistake may put in the place of another.
  private func examples(_ kind: LayerGrammar.Value, _ value: String?) -> [String] {
    switch kind {
    case .whole, .perAxis, .stride: wholes(value)
    case .axis: (-4..<5).map(String.init)
    case .number: Self.numbers + (value.flatMap(Double.init).map(Self.near) ?? [])
    case .numbers: []
    case .padding: paddings(value)
    case .choice(let words): words
    case .wholes: orders(value)
    case .channels, .shape, .extents, .text, .flag: []
    }
  }

  private static let numbers = [
    "0", "1e-12", "1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "0.001", "0.01", "0.02", "0.1", "0.125",
    "0.16666667", "0.2", "0.25", "0.3", "0.5", "0.75", "1", "1.0507", "1.6732632", "2", "3", "6",
    "-1",
  ]

  private static func near(_ number: Double) -> [String] {
    [10 * number, number / 10, 2 * number, number / 2, -number, 1 - number, 1 / number]
      .filter(\.isFinite).map { "\($0)" }
  }

  private func wholes(_ value: String?) -> [String] {
    let parts = value.map { $0.split(separator: "x").compactMap { Int($0) } } ?? []
    let swapped = parts.count > 1 ? [parts.reversed().map(String.init).joined(separator: "x")] : []
    return ["1", "2", "3", "4", "5", "6", "8", "12", "16"] + swapped
  }

  /// The orders of a short list of axes.
  private func orders(_ value: String?) -> [String] {
    let parts = value?.split(separator: ",").map(String.init) ?? []
    guard (2...4).contains(parts.count) else { return [] }
    return parts.permutations.map { $0.joined(separator: ",") }
  }

  /// Paddings that place the windows elsewhere: every sum of both sides up to the kernel, shared in
  /// every way, the same on both axes or not.
  private func paddings(_ value: String?) -> [String] {
    let spatial = max(1, (context.pass.shapes.first?.rank ?? 4) - 2)
    let sides = (0...3).flatMap { before in (0...3).map { (before, $0) } }
    guard spatial == 2 else {
      return ["same", "valid", "full"] + sides.map { "\($0.0),\($0.1)" }
    }
    return ["same", "valid", "full"]
      + sides.flatMap { rows in
        sides.map { "\(rows.0),\($0.0),\(rows.1),\($0.1)" }
      }
  }
}

extension Array {
  /// The elements in every order.
  var permutations: [[Element]] {
    guard count > 1 else { return [self] }
    return indices.flatMap { index in
      var rest = self
      let first = rest.remove(at: index)
      return rest.permutations.map { [first] + $0 }
    }
  }
}
