package import CNNEngine
package import CNNModel
import NumberText

/// The commands that evaluate a network.
extension SessionCommands {
  static let judging: [Command<Session>] = [
    Command(
      "evaluate", keys: [KeyBinding("e", label: "evaluate")],
      help: "accuracy, loss and confusion matrix on the test part",
      refusal: { $0.loop.evaluationRefusal },
      action: { $0.loop.beginEvaluation(isAnnounced: true) }),
    Command(
      "mistakes", WholeNumber.count.optional, help: "the worst mistakes of the last evaluation",
      refusal: withoutResults,
      answer: { session, count in
        guard let results = session.results else { return Reply() }
        let name = session.lastEvaluation?.data ?? ""
        return Reply(
          session.stepOfResults
            + EvaluationTable.mistakes(
              results, of: name, count ?? 10, session.network.classNames))
      }),
    Command(
      "confusion", ClassPair().optional,
      help: "the confusion matrix; with two classes, the samples of that cell",
      refusal: withoutResults,
      answer: { session, classes in
        guard let results = session.results else { return Reply() }
        return Reply(
          session.stepOfResults
            + (classes.map { session.confused($0, results) }
              ?? EvaluationTable.confusion(results, session.network.classNames)))
      }),
    Command(
      "ladder",
      help: "one row per layer: sizes of activations, gradients, weights, updates; dead, NaN",
      answer: { session in
        if let pair = session.pair, !pair.pairing.isChosen { return Reply(pair.ladderLines) }
        return Reply(LadderTable.lines(session.debugger.inspector.ladder, session.network))
      }),
  ].inGroup(.evaluation)

  private static let withoutResults: @Sendable (Session) -> String? = { session in
    session.results == nil ? "nothing was evaluated yet; evaluate does that" : nil
  }
}

extension Session {
  /// After which step the results are, where that is not the current one.
  fileprivate var stepOfResults: [String] {
    guard let step = lastEvaluation?.step, step != debugger.step else { return [] }
    return ["evaluated after step \(step); this is step \(debugger.step)"]
  }

  /// The samples of a class that were classified as another.
  func confused(_ pair: ClassPair.Value, _ results: EvaluationResult) -> [String] {
    let name = lastEvaluation?.data ?? ""
    let samples = results.samples(of: pair.label, takenFor: pair.prediction)
    let rows = samples.map { "\(name):test:\($0.index)  loss \(Decimals.text($0.loss, 4))" }
    return rows.isEmpty
      ? [
        "no \(network.classNames.title(of: pair.label)) was classified as "
          + network.classNames.title(of: pair.prediction)
      ] : rows
  }
}

/// A gradient ladder as lines of text.
package enum LadderTable {
  package static func lines(_ ladder: GradientLadder, _ network: Network) -> [String] {
    let rows = ladder.rungs.map { row(network.nodes[$0.node].name, $0) }
    return ["\(subject(of: ladder)): mean magnitudes"] + SummaryTable.aligned([heading] + rows)
  }

  static let heading = [
    "layer", "|activation|", "|gradient|", "|W|", "|ΔW|/|W|", "dead", "NaN", "",
  ]

  static func row(_ name: String, _ rung: GradientLadder.Rung) -> [String] {
    [
      name, number(rung.activation), number(rung.gradient), number(rung.weight),
      number(rung.update), rung.dead.map { Decimals.percent($0, 3) } ?? "–", "\(rung.oddities)",
      rung.mark?.rawValue ?? "",
    ]
  }

  /// What the numbers are of.
  package static func subject(of ladder: GradientLadder) -> String {
    ladder.sampleCount == 1 ? "1 sample" : "batch of \(ladder.sampleCount)"
  }

  private static func number(_ number: Double?) -> String {
    number.map { Decimals.text($0, 3) } ?? "–"
  }
}
