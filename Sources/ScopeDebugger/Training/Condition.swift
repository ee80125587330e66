import CNNEngine

/// Something that a run stops at when it becomes true: `loss > 5`, `nan`, `conv2.dead > 30%`,
/// `conv1.gradient.norm > 10`, `step 200`.
public struct Condition: Sendable {
  /// As it is written.
  public let text: String
  private let name: String
  private let value: @Sendable (Look) -> Double?
  private let comparison: Comparison
  private let limit: Double
  /// Whether the limit was written in percent.
  private let isPercent: Bool

  private enum Comparison: String, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
    case equal = "="

    func holds(_ number: Double, _ limit: Double) -> Bool {
      switch self {
      case .atLeast: number >= limit
      case .atMost: number <= limit
      case .above: number > limit
      case .below: number < limit
      case .equal: number == limit
      }
    }
  }

  /// Reads a condition; `nil` for a text that has not the form of one.
  ///
  /// - Throws: ``UserError`` when it compares what there is not, or with no number.
  init?(_ text: String, _ debugger: Debugger) throws(UserError) {
    guard let (name, comparison, limit) = Self.parts(text) else { return nil }
    let isPercent = limit.hasSuffix("%")
    guard let number = Double(isPercent ? limit.dropLast().trimmed : limit), !number.isNaN else {
      throw UserError("a condition ends in a number, as in loss > 5, not in \"\(limit)\"")
    }
    self.text = name == "nan" && limit == "0" ? name : "\(name) \(comparison.rawValue) \(limit)"
    (self.name, self.comparison, self.isPercent) = (name, comparison, isPercent)
    self.limit = isPercent ? number / 100 : number
    value = try Self.value(name, debugger)
  }

  /// What is compared, how, and with what.
  private static func parts(_ text: String) -> (String, Comparison, String)? {
    if text == "nan" { return ("nan", .above, "0") }
    let words = text.split(separator: " ")
    if words.count == 2, words[0] == "step", Double(words[1]) != nil {
      return ("step", .equal, String(words[1]))
    }
    for comparison in Comparison.allCases {
      guard let place = text.firstRange(of: comparison.rawValue) else { continue }
      return (text[..<place.lowerBound].trimmed, comparison, text[place.upperBound...].trimmed)
    }
    return nil
  }

  private static func value(
    _ name: String, _ debugger: Debugger
  ) throws(UserError) -> @Sendable (Look) -> Double? {
    if let figure = Figure.general.first(where: { $0.name == name }) { return figure.value }
    guard let dot = name.lastIndex(of: ".") else {
      let names = Figure.general.map(\.name)
      let near = nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
      throw UserError(
        "there is no figure \"\(name)\"; "
          + (near ?? "there are \(names.joined(separator: ", ")), and those of tensors"))
    }
    let reference = try debugger.reference(named: String(name[..<dot]))
    let word = name[name.index(after: dot)...]
    guard let figure = Figure.ofTensors.first(where: { $0.name == word }) else {
      let names = Figure.ofTensors.map(\.name)
      let near = nearest(to: String(word), in: names).map { "did you mean \"\($0)\"?" }
      throw UserError(
        "there is no figure \"\(word)\" of \(name[..<dot]); "
          + (near ?? "there are \(names.joined(separator: ", "))"))
    }
    let number = figure.value
    return { look in look.tensor(reference).flatMap(number) }
  }
}

extension Condition: Hashable {
  public static func == (one: Condition, other: Condition) -> Bool { one.text == other.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Condition {
  /// Whether it is true.
  func holds(_ look: Look) -> Bool { value(look).map { comparison.holds($0, limit) } ?? false }

  /// Whether it could be true at the end of a step: what can be excluded cheaply is.
  func mayHold(_ look: Look) -> Bool { name != "nan" || !look.isSurelyFinite }

  /// Whether the number of the step alone decides it.
  var isOfStep: Bool { name == "step" || name == "rate" }

  /// What became true, and how: `conv2.dead > 30%: conv2.dead = 41%`.
  func sentence(_ look: Look, _ debugger: Debugger) -> String {
    if name == "nan", let odd = look.odd {
      let count = look.tensor(odd)?.oddityCount ?? 0
      let made = debugger.name(of: odd)
      return count == 1
        ? "1 number of \(made) is NaN or infinite"
        : "\(count) numbers of \(made) are NaN or infinite"
    }
    let number = value(look) ?? .nan
    let plain = number == number.rounded() ? Decimals.exact(number) : Decimals.text(number, 5)
    let shown = isPercent ? Decimals.text(number * 100, 3) + "%" : plain
    return "\(text): \(name) = \(shown)"
  }
}
