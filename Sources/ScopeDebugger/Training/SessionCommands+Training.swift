import CNNEngine
import CNNModel
import NumberText

/// The commands that train, and that travel along what was trained.
extension SessionCommands {
  static let training: [Command<Session>] = [
    Command(
      "train", WholeNumber.count.optional, aliases: ["t"],
      keys: [KeyBinding("t", label: "train, pause")],
      help: "N steps, or to the end of the planned epochs; pauses a training that runs",
      answer: { session, count in
        if session.isRunning, count == nil { return Reply(session.pause()) }
        session.debugger.resumeTrainingData()
        session.run(.steps(count ?? session.loop.plannedSteps))
        return Reply()
      }),
    Command(
      "pause", help: "pause what is running, between two phases",
      answer: { session in
        Reply(session.pause())
      }),
    Command(
      "goto", WholeNumber("N", Int.min...Int.max, example: 12),
      help: "go to a step begun before, exactly as it was",
      action: { session, step in session.travel(to: step) }),
    Command(
      "earlier", WholeNumber.count.optional, keys: [KeyBinding("{", label: "travel")],
      help: "to the same phase one training step earlier, or N",
      action: { session, count in session.travel(to: session.debugger.step - (count ?? 1)) }),
    Command(
      "later", WholeNumber.count.optional, keys: [KeyBinding("}", label: "travel")],
      help: "to the same phase one training step later, or N, among those begun before",
      action: { session, count in session.travel(to: session.debugger.step + (count ?? 1)) }),
    Command(
      "sample", NextBackOrIndex().optional,
      keys: [KeyBinding(")", "next", label: "sample"), KeyBinding("(", "back", label: "sample")],
      help: "look at another sample of the batch",
      answer: { session, choice throws(UserError) in
        if let choice { try session.look(at: choice) }
        return Reply(session.text.sampleLine)
      }),
  ].inGroup(.training)
}

extension Session {
  /// Looks at another sample of the batch.
  ///
  /// - Throws: ``UserError`` when the batch has no such sample.
  package mutating func look(at choice: RelativeIndex) throws(UserError) {
    let count = debugger.batchSize
    guard let sample = choice.resolved(from: debugger.sample, count: count) else {
      throw UserError("the batch has the samples 0 to \(count - 1), not \(choice.text)")
    }
    debugger.select(sample: sample)
  }

  /// Goes to a step that was begun before; what is running stops.
  package mutating func travel(to step: Int) {
    loop.stop()
    run(.toStep(step))
  }

  mutating func pause() -> String { cancel() ? "paused; train continues" : "nothing is running" }
}
