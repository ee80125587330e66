import CNNModel

/// A rule that can be changed at a place of a network, and what then comes out there.
struct ChangedRule: Sendable {
  let place: FaultPlace
  let rule: String
  let what: String
  let hint: String
  let tier: Alternative.Tier
  private let source: Source

  private enum Source: Sendable {
    case layer(Alternative)
    case loss(LossAlternative)
    case update(UpdateAlternative)
  }

  init(_ alternative: Alternative, of node: Int) {
    (place, source) = (.layer(node, alternative.phase), .layer(alternative))
    (rule, what, hint) = (alternative.rule, alternative.what, alternative.hint)
    tier = alternative.tier
  }

  init(_ alternative: LossAlternative) {
    (place, source) = (.loss, .loss(alternative))
    (rule, what, hint) = (alternative.rule, alternative.what, alternative.hint)
    tier = alternative.tier
  }

  init(_ alternative: UpdateAlternative) {
    (place, source) = (.update, .update(alternative))
    (rule, what, hint) = (alternative.rule, alternative.what, alternative.hint)
    tier = alternative.tier
  }

  /// What is computed, as a sentence.
  var sentence: String {
    switch source {
    case .layer(let alternative): alternative.sentence
    case .loss: "In the loss \(what)."
    case .update: "In the update \(what)."
    }
  }

  /// Whether what is typed is its whole name.
  func isNamed(_ words: [String]) -> Bool {
    if case .layer(let alternative) = source, words == [alternative.name] { return true }
    return words == [rule]
  }

  /// Whether its name has all words that are typed.
  func isMeant(by words: [String]) -> Bool { Self.has(words, rule) }

  /// Whether its sentence has all words that are typed.
  func isDescribed(by words: [String]) -> Bool { Self.has(words, what) }

  private static func has(_ words: [String], _ text: String) -> Bool {
    let own = parts(text)
    let typed = words.flatMap(parts)
    return typed.contains { $0.count > 2 } && typed.allSatisfy { own.contains($0) }
  }

  private static func parts(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  func arrays(_ pass: ForwardPass) -> [Tensor] {
    guard case .layer(let alternative) = source else { return [] }
    return Array(alternative.forward(pass).outputs.prefix(1))
  }

  func arrays(_ pass: BackwardPass) -> Gradients {
    guard case .layer(let alternative) = source else { return Gradients(inputs: []) }
    return alternative.backward(pass)
  }

  func arrays(lossOf output: Tensor) -> (value: Float?, gradient: Tensor?) {
    guard case .loss(let alternative) = source else { return (nil, nil) }
    return (alternative.values(output).first, alternative.gradients(output).first)
  }

  func parameter(_ parameter: Tensor, _ gradient: Tensor, _ slots: [Tensor]) -> Tensor? {
    guard case .update(let alternative) = source else { return nil }
    return alternative.apply(parameter, gradient, slots).parameter
  }
}

extension ChangedRule {
  /// The rules of a place that keep all shapes, except those that can happen to any array.
  static func all(at place: FaultPlace, _ debugger: Debugger) -> [ChangedRule] {
    switch place {
    case .layer(let node, let phase):
      debugger.network.alternatives(of: node).filter {
        $0.phase == phase && !$0.changesShapes && $0.tier != .general
      }.map { ChangedRule($0, of: node) }
    case .loss: ofLoss(debugger)
    case .update:
      debugger.optimizer.alternatives(step: FaultPlace.updateNumber(debugger)).filter {
        $0.tier != .general
      }
      .map { ChangedRule($0) }
    }
  }

  private static func ofLoss(_ debugger: Debugger) -> [ChangedRule] {
    let (network, batch) = (debugger.network, debugger.execution.batch)
    guard let target = batch.target else { return [] }
    let shape = network.outputShapes(of: network.output.node, batch: batch.size)[
      network.output.output]
    return network.loss.alternatives(for: shape, target).filter { $0.tier != .general }
      .map { ChangedRule($0) }
  }
}
