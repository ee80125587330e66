public import CNNEngine
public import CNNModel

/// The commands that say how well a network does.
extension Session {
  static let judging: [Command<Session>] = [
    Command(
      "evaluate", keys: [KeyBinding("e")],
      help: "accuracy, loss and confusion matrix on the test part",
      refusal: { $0.evaluationRefusal },
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        session.beginEvaluation(isAnnounced: true)
        return Reply()
      }),
    Command(
      "mistakes", arguments: "[N]", help: "the worst mistakes of the last evaluation",
      refusal: withoutResults,
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard let results = session.results else { return Reply() }
        let count = text.isEmpty ? 10 : try count(text)
        return Reply(EvaluationTable.mistakes(results, of: session.evaluatedData ?? "", count))
      }),
    Command(
      "confusion", arguments: "[CLASS CLASS]",
      help: "which class was taken for which; with two of them, the samples",
      refusal: withoutResults,
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard let results = session.results else { return Reply() }
        return Reply(
          text.isEmpty
            ? EvaluationTable.confusion(results) : try session.confused(text, results))
      }),
    Command(
      "ladder", help: "a row a layer: sizes of activations, gradients, weights, updates; dead, NaN",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        Reply(LadderTable.lines(session.debugger.ladder, session.network))
      }),
  ]

  private static let withoutResults: @Sendable (Session) -> String? = { session in
    session.results == nil ? "nothing was evaluated yet; evaluate does it" : nil
  }

  /// The samples of a class that were taken for another.
  private func confused(_ text: String, _ results: EvaluationResult) throws(UserError) -> [String] {
    let classes = text.split(separator: " ").compactMap { Int($0) }
    guard classes.count == 2, classes.allSatisfy({ (0..<results.classes).contains($0) }) else {
      throw UserError(
        "confusion takes two classes of 0 to \(results.classes - 1), as in confusion 4 9, "
          + "not \"\(text)\"")
    }
    let name = evaluatedData ?? ""
    let samples = results.samples(of: classes[0], takenFor: classes[1])
    let rows = samples.map { "\(name):test:\($0.index)  loss \(Decimals.text($0.loss, 4))" }
    return rows.isEmpty ? ["no \(classes[0]) was taken for \(classes[1])"] : rows
  }
}

/// A gradient ladder as lines of text.
public enum LadderTable {
  public static func lines(_ ladder: GradientLadder, _ network: Network) -> [String] {
    let heading = ["layer", "|activation|", "|gradient|", "|W|", "|ΔW|/|W|", "dead", "NaN", ""]
    let rows = ladder.rungs.map { rung in
      [
        network.nodes[rung.node].name, number(rung.activation), number(rung.gradient),
        number(rung.weight), number(rung.update),
        rung.dead.map { "\(Decimals.text($0 * 100, 3))%" } ?? "–", "\(rung.oddities)",
        rung.mark?.rawValue ?? "",
      ]
    }
    return SummaryTable.aligned([heading] + rows)
  }

  private static func number(_ number: Double?) -> String {
    number.map { Decimals.text($0, 3) } ?? "–"
  }
}
