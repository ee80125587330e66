import CNNModel

/// What a player says of a planted fault, and what the numbers say to it.
struct Accusation: Sendable {
  let place: FaultPlace
  /// The rules that are meant: one, or a few that share what was typed.
  let rules: [ChangedRule]

  /// The most rules that can be accused at once.
  private static let most = 6

  /// - Throws: ``UserError`` where no rule is meant, or too many are.
  init(_ place: FaultPlace, _ words: [String], _ debugger: Debugger) throws(UserError) {
    if place.needsTarget, let reason = debugger.withoutTarget {
      throw UserError("the step does not come to \(debugger.names.name(of: place)): \(reason)")
    }
    self.place = place
    rules = try Self.rules(meantBy: words, at: place, debugger)
  }

  /// The rules of a place that words mean.
  ///
  /// - Throws: ``UserError`` naming what there is.
  static func rules(
    meantBy words: [String], at place: FaultPlace, _ debugger: Debugger
  ) throws(UserError) -> [ChangedRule] {
    let all = ChangedRule.all(at: place, debugger)
    let name = debugger.names.name(of: place)
    guard !all.isEmpty else { throw UserError("\(name) has no rule that could be changed") }
    let meant = words.isEmpty ? [] : all.filter { $0.isMeant(by: words) }
    if let exact = meant.first(where: { [$0.rule] == words }) { return [exact] }
    if meant.isEmpty {
      let asked = words.isEmpty ? "which rule of \(name)" : "\(name) has no rule"
      let text = words.isEmpty ? "" : " \(words.joined(separator: " ").quoted)"
      throw UserError("\(asked)\(text): \(list(all))")
    }
    guard meant.count <= most else {
      throw UserError(
        "\(words.joined(separator: " ").quoted) is said of \(meant.count) rules: \(list(meant))")
    }
    return meant
  }

  private static func list(_ rules: [ChangedRule]) -> String {
    let names = rules.map(\.rule)
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "\(shown), and \(names.count - 12) more" : shown
  }

  /// What the numbers of the step say.
  ///
  /// - Parameter debugger: it computes by the fault.
  func answer(to fault: PlantedFault, _ debugger: Debugger) -> (isRight: Bool, sentence: String) {
    let (inspector, words) = (PlaceInspector(debugger), debugger.names.words(for: place))
    guard place == fault.place else {
      let evidence = inspector.refutation(at: place)
      return (
        false,
        "\(words) is right: "
          + (evidence?.ofDefinition ?? "it has no numbers that the screen shows")
      )
    }
    let isRight = rules.contains {
      $0.rule == fault.rule || inspector.difference(from: $0) == nil
    }
    if isRight { return (true, proof(of: fault, inspector, debugger)) }
    let different = rules.lazy.compactMap { inspector.difference(from: $0) }.first
    return (
      false,
      "\(words) is wrong, but not by \(rules.map(\.rule).joined(separator: " or ")): "
        + (different?.ofRule ?? "that gives other numbers")
    )
  }

  /// `right: conv1.gradient[0,3,4] is 0.1234 by its definition and 0.5678 on the screen. …`
  private func proof(
    of fault: PlantedFault, _ inspector: PlaceInspector, _ debugger: Debugger
  ) -> String {
    let number = inspector.proof(at: place).map { "\($0.ofDefinition). " } ?? ""
    return "right: \(number)\(Self.sentence(of: fault, debugger)) (\(fault.rule))"
  }

  /// What a fault does, as a sentence.
  static func sentence(of fault: PlantedFault, _ debugger: Debugger) -> String {
    let rule = ChangedRule.all(at: fault.place, debugger).first { $0.rule == fault.rule }
    return rule?.sentence ?? ""
  }
}
