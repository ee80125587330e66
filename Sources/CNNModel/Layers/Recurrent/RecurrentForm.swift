/// How a recurrent layer goes through its sequences, whatever its cell is.
package struct RecurrentForm: Hashable, Sendable {
  /// From the first step to the last, from the last to the first, or both side by side.
  package enum Direction: String, Hashable, Sendable {
    case forward, reverse, bidirectional
  }

  package var units: Int
  package var direction = Direction.forward
  package var hasBias = true
  /// Whether the last state of each direction is given as further outputs.
  package var givesState = false
  /// Whether the first state of each direction is read from further inputs; else it is 0.
  package var readsState = false
  /// Whether the length of each sequence is read from the last input; else all have every step.
  package var readsLengths = false

  package init(units: Int) { self.units = units }

  /// For each direction, whether it goes from the last step to the first.
  var isReverse: [Bool] {
    switch direction {
    case .forward: [false]
    case .reverse: [true]
    case .bidirectional: [false, true]
    }
  }

  static let options: [LayerGrammar.Argument] = [
    .init("bidirectional", .flag, "a second pass from the last step to the first, side by side"),
    .init("reverse", .flag, "from the last step to the first"),
    .init("no-bias", .flag, "no biases"),
    .init("state", .flag, "further outputs: the last state, directions×units for each sample"),
    .init("initial", .flag, "further inputs: the first state, in the same form (default: 0)"),
    .init("lengths", .flag, "a last input: the number of steps of each sample"),
  ]

  init(_ line: LayerLine) throws(LineError) {
    units = line.whole("units") ?? 1
    if line.has("bidirectional") { direction = .bidirectional }
    if line.has("reverse") {
      guard direction == .forward else {
        throw LineError(
          "\(line.keyword.text) is either reverse or bidirectional", column: line.keyword.column)
      }
      direction = .reverse
    }
    hasBias = !line.has("no-bias")
    (givesState, readsState) = (line.has("state"), line.has("initial"))
    readsLengths = line.has("lengths")
  }

  var words: [String] {
    var words = ["\(units)"]
    if direction != .forward { words.append(direction.rawValue) }
    if !hasBias { words.append("no-bias") }
    if givesState { words.append("state") }
    if readsState { words.append("initial") }
    if readsLengths { words.append("lengths") }
    return words
  }
}

extension CellFunctions {
  static let options: [LayerGrammar.Argument] = [
    .init("gate", .choice(names), "the function of the gates (default: sigmoid)"), candidateOption,
    clipOption,
  ]

  static let candidateOption = LayerGrammar.Argument(
    "candidate", .choice(names), "the function of the candidate (default: tanh)")

  static let outputOption = LayerGrammar.Argument(
    "output", .choice(names), "the function of the memory (default: tanh)")

  static let clipOption = LayerGrammar.Argument(
    "clip", .number, "the largest magnitude of what a gate's function is applied to")

  private static let names = CellActivation.allCases.map(\.rawValue)

  init(_ line: LayerLine) {
    func function(_ name: String) -> CellActivation? {
      line.choice(name).flatMap(CellActivation.init)
    }
    self.init()
    gate = function("gate") ?? .sigmoid
    candidate = function("candidate") ?? .tanh
    output = function("output") ?? .tanh
    clip = line.number("clip").map { max(0, $0) }
  }

  var words: [String] {
    var words: [String] = []
    if gate != .sigmoid { words += ["gate", gate.rawValue] }
    if candidate != .tanh { words += ["candidate", candidate.rawValue] }
    if output != .tanh { words += ["output", output.rawValue] }
    if let clip { words += ["clip", "\(clip)"] }
    return words
  }
}
