import CNNModel
import NumberText

/// Something that a run stops at when it becomes true: `loss > 5`, `nan`, `conv2.dead > 30%`,
/// `conv1.gradient.norm > 10`, `step 200`.
package struct Condition: Sendable {
  /// As it is written.
  package let text: String
  private let figure: Figure
  /// The tensor that it is about; `nil` for the step as a whole.
  private let reference: TensorReference?
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

    /// Whether it holds for some number of a range.
    func canHold(_ range: ClosedRange<Double>, _ limit: Double) -> Bool {
      switch self {
      case .atLeast, .above: holds(range.upperBound, limit)
      case .atMost, .below: holds(range.lowerBound, limit)
      case .equal: range.contains(limit)
      }
    }
  }

  /// Reads a condition; `nil` for a text that has not the form of one.
  ///
  /// - Throws: ``UserError`` when it compares what there is not, or with no number, or can never be
  ///   true.
  init?(_ text: String, _ debugger: Debugger) throws(UserError) {
    guard let (name, comparison, limit) = Self.parts(text) else { return nil }
    let isPercent = limit.hasSuffix("%")
    guard let number = Double(isPercent ? limit.dropLast().trimmed : limit), !number.isNaN else {
      throw UserError("a condition ends in a number, as in loss > 5, not in \"\(limit)\"")
    }
    self.text = name == "nan" && limit == "0" ? name : "\(name) \(comparison.rawValue) \(limit)"
    (self.comparison, self.isPercent) = (comparison, isPercent)
    self.limit = isPercent ? number / 100 : number
    (figure, reference) = try Self.figure(name, debugger)
    if let reason = impossibility(debugger) {
      throw UserError("\(self.text) can never be true: \(reason)")
    }
  }

  /// Why it is false whatever happens; `nil` where it is not.
  private func impossibility(_ debugger: Debugger) -> String? {
    let network = debugger.network
    let hasAnswers = debugger.setup.trainingData?.data.test.hasTargets ?? false
    if figure.name == "accuracy", !hasAnswers, network.classCount == nil {
      return "\(network.title) gives \(network.outputSample), so it has no classes to count"
    }
    let range = figure.range
    if !comparison.canHold(range, limit) {
      let end = range.upperBound.isFinite ? " and at most \(Int(range.upperBound))" : ""
      return "\(figure.name) is at least \(Int(range.lowerBound))\(end)"
    }
    let isBroken = figure.isWhole && comparison == .equal && limit != limit.rounded()
    return isBroken ? "\(figure.name) is a whole number" : nil
  }

  /// Whether a text names something that could be compared.
  static func isFigure(_ text: String) -> Bool {
    Figure.general.contains { $0.name == text }
      || TensorFigure.allCases.contains { text.hasSuffix(".\($0.rawValue)") }
  }

  /// What is compared, how, and with what.
  private static func parts(_ text: String) -> (String, Comparison, String)? {
    if text.lowercased() == "nan" { return ("nan", .above, "0") }
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

  private static func figure(
    _ name: String, _ debugger: Debugger
  ) throws(UserError) -> (Figure, TensorReference?) {
    if let figure = Figure.general.first(where: { $0.name == name }) { return (figure, nil) }
    guard let dot = name.lastIndex(of: ".") else {
      let names = Figure.general.map(\.name)
      let near = nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
      throw UserError(
        "there is no figure \"\(name)\"; "
          + (near ?? "there are \(names.joined(separator: ", ")), and those of tensors"))
    }
    let reference = try debugger.names.reference(named: String(name[..<dot]))
    let word = String(name[name.index(after: dot)...])
    guard let figure = TensorFigure(rawValue: word) else {
      let names = TensorFigure.allCases.map(\.rawValue)
      let near = nearest(to: word, in: names).map { "did you mean \"\($0)\"?" }
      throw UserError(
        "there is no figure \"\(word)\" of \(name[..<dot]); "
          + (near ?? "there are \(names.joined(separator: ", "))"))
    }
    return (Figure(figure, of: reference, named: name), reference)
  }
}

extension Condition: Hashable {
  package static func == (one: Condition, other: Condition) -> Bool { one.text == other.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Condition {
  /// Whether it is true.
  func holds(_ snapshot: PhaseSnapshot) -> Bool {
    figure.value(snapshot).map { comparison.holds($0, limit) } ?? false
  }

  /// Whether it could be true at the end of a step: what can be excluded cheaply is.
  func mayHold(_ snapshot: PhaseSnapshot) -> Bool {
    figure.name != "nan" || !snapshot.isSurelyFinite
  }

  /// Whether it could be true after a whole step.
  func mayHold(_ snapshot: TrainerSnapshot) -> Bool {
    guard let value = figure.estimate(snapshot) else { return false }
    let reach = value.magnitude * figure.margin
    return value.isNaN
      || [value - reach, value, value + reach].contains {
        comparison.holds($0, limit)
      }
  }

  /// Whether ``mayHold(_:)-(TrainerSnapshot)`` can tell: whole steps do not compute gradients by sources.
  func canBeSeen(in network: Network) -> Bool {
    guard let reference, reference.kind == .gradient else { return true }
    return !network.nodes[reference.node].isSource
  }

  /// Whether it looks for NaN and infinite numbers.
  var isOfOddities: Bool { figure.name == "nan" }

  /// Whether the number of the step alone decides it.
  var isOfStep: Bool { figure.name == "step" || figure.name == "rate" }

  /// Whether a step has to keep intermediate tensors for it, when it begins with these parameters.
  func needsAll(_ network: Network, _ state: ModelState) -> Bool {
    if figure.name == "nan" { return !network.isSurelyFinite(state) }
    switch reference?.kind {
    case .activation, .gradient: return true
    case .parameter, .parameterGradient, .statistic, nil: return false
    }
  }

  /// Whether it can be true before a step has computed anything.
  var isOfState: Bool { reference?.isOfState ?? false }

  /// Whether a step with this number and learning rate makes it true.
  ///
  /// - Precondition: the number of the step alone decides it.
  func holds(step: Int, rate: Double) -> Bool {
    comparison.holds(figure.name == "step" ? Double(step) : rate, limit)
  }

  /// What became true, and how: `conv2.dead > 30%: conv2.dead = 41%`.
  func sentence(_ snapshot: PhaseSnapshot, _ debugger: Debugger) -> String {
    if figure.name == "nan", let odd = snapshot.odd {
      let count = snapshot.tensor(odd)?.oddityCount ?? 0
      let made = debugger.names.name(of: odd)
      return count == 1
        ? "1 number of \(made) is NaN or infinite"
        : "\(count) numbers of \(made) are NaN or infinite"
    }
    let number = figure.value(snapshot) ?? .nan
    let plain = number == number.rounded() ? Decimals.exact(number) : Decimals.text(number, 5)
    let shown = isPercent ? Decimals.percent(number, 3) : plain
    return "\(text): \(figure.name) = \(shown)"
  }
}
