import CNNModel

/// What a player says of a planted fault, and what the numbers say to it.
struct Accusation: Sendable {
  let place: FaultPlace
  /// The rules that are meant: one by its name, or all that share what was typed.
  let rules: [ChangedRule]

  /// The most rules whose numbers are looked at.
  private static let most = 12

  /// - Throws: ``UserError`` where no rule is meant, or the step does not come to the place.
  init(_ place: FaultPlace, _ words: [String], _ debugger: Debugger) throws(UserError) {
    if place.needsTarget, let reason = debugger.withoutTarget {
      throw UserError("the step does not come to \(debugger.names.name(of: place)): \(reason)")
    }
    self.place = place
    rules = try Self.rules(meantBy: words, at: place, debugger)
  }

  /// The rules of a place that words mean: the one of that name, or those whose names have the words,
  /// or else those whose sentences have them.
  ///
  /// - Throws: ``UserError`` naming what there is.
  static func rules(
    meantBy words: [String], at place: FaultPlace, _ debugger: Debugger
  ) throws(UserError) -> [ChangedRule] {
    let all = ChangedRule.all(at: place, debugger)
    let name = debugger.names.name(of: place)
    guard !all.isEmpty else { throw UserError("\(name) has no rule that could be changed") }
    guard !words.isEmpty else { throw UserError("which rule of \(name): \(list(all))") }
    let meanings: [(ChangedRule) -> Bool] = [
      { $0.isNamed(words) }, { $0.isMeant(by: words) }, { $0.isDescribed(by: words) },
    ]
    for isMeant in meanings {
      let meant = all.filter(isMeant)
      if !meant.isEmpty { return meant }
    }
    throw UserError("\(name) has no rule \(words.joined(separator: " ").quoted): \(list(all))")
  }

  private static func list(_ rules: [ChangedRule]) -> String {
    let shown = OfferedRules.among(rules).prefix(12).map(\.rule)
    let others = rules.count - shown.count
    return shown.joined(separator: ", ") + (others > 0 ? ", and \(others) more" : "")
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
    let isNamed = rules.contains { $0.rule == fault.rule }
    if !isNamed, let proof = inspector.proof(at: place), proof.isEqual {
      return (
        false, "\(words) cannot be told from its definition by this image: \(proof.ofDefinition)"
      )
    }
    let differences = isNamed ? [] : rules.prefix(Self.most).map { inspector.difference(from: $0) }
    guard !isNamed, let index = differences.firstIndex(where: { $0 != nil }),
      !differences.contains(where: { $0 == nil }), let difference = differences[index]
    else { return (true, proof(of: fault, inspector, debugger)) }
    return (
      false, "\(words) is wrong, but not by \(rules[index].rule): \(difference.ofRule)"
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
