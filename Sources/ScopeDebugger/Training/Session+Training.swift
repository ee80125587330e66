import CNNEngine
import CNNModel

/// The commands that train, and that travel along what was trained.
extension Session {
  static let training: [Command<Session>] = [
    Command(
      "train", aliases: ["t"], arguments: "[N]", keys: [KeyBinding("t")],
      help: "N steps, or to the end of the planned epochs; pause when it runs",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        if session.isRunning, text.isEmpty { return Reply(session.pause()) }
        session.run(.steps(text.isEmpty ? session.plannedSteps : try count(text)))
        return Reply()
      }),
    Command(
      "pause", help: "stop what runs, between two phases",
      action: { (session: inout Session, _: String) throws(UserError) -> Reply in
        Reply(session.pause())
      }),
    Command(
      "goto", arguments: "N", help: "to a step that was begun before, exactly as it was",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        guard let step = Int(text) else {
          throw UserError("goto needs the number of a step, as in goto 12, not \"\(text)\"")
        }
        session.travel(to: step)
        return Reply()
      }),
    Command(
      "earlier", arguments: "[N]", keys: [KeyBinding("{")],
      help: "to the same place one training step before, or N",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        session.travel(to: session.debugger.step - (try count(text)))
        return Reply()
      }),
    Command(
      "later", arguments: "[N]", keys: [KeyBinding("}")],
      help: "to the same place one training step on, or N, where it was before",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        session.travel(to: session.debugger.step + (try count(text)))
        return Reply()
      }),
    Command(
      "sample", arguments: "[next|back|N]", completion: .words(["next", "back"]),
      keys: [KeyBinding(")", "next"), KeyBinding("(", "back")],
      help: "look at another sample of the batch",
      action: { (session: inout Session, text: String) throws(UserError) -> Reply in
        let (now, last) = (session.debugger.sample, session.debugger.batchSize - 1)
        guard !text.isEmpty else { return Reply(session.sampleLine) }
        let places = ["next": now == last ? 0 : now + 1, "back": now == 0 ? last : now - 1]
        guard let sample = places[text] ?? Int(text), (0...last).contains(sample) else {
          throw UserError("the batch has the samples 0 to \(last), not \"\(text)\"")
        }
        session.debugger.look(at: sample)
        return Reply(session.sampleLine)
      }),
  ]

  private mutating func travel(to step: Int) {
    stand()
    run(.toStep(step))
  }

  private mutating func pause() -> String { cancel() ? "paused; train goes on" : "nothing runs" }

  /// Whether a training of several steps runs, or a test within it.
  public var isTraining: Bool {
    switch goals.first {
    case .steps: true
    case .evaluation: !(evaluation?.isAnnounced ?? true)
    default: false
    }
  }

  /// How many steps are left of those that a training was told to do; `nil` when none runs.
  public var stepsLeft: Int? {
    for case .steps(let count) in goals { return count }
    return nil
  }

  /// The steps to the end of the planned epochs, or one more epoch when they are over; 20 for the
  /// image alone.
  var plannedSteps: Int {
    guard let epoch = debugger.epoch else { return 20 }
    let over = debugger.next == nil ? 1 : 0
    let left = (epochs - epoch.number) * epoch.steps - epoch.step - over
    return left > 0 ? left : epoch.steps
  }

  /// Whether a run that looks for a breakpoint has looked long enough: as many epochs as are planned,
  /// or a thousand steps of the image alone.
  var isAtEndOfPlan: Bool {
    guard debugger.next == nil else { return false }
    guard let epoch = debugger.epoch else { return (debugger.step + 1) % 1000 == 0 }
    return epoch.step + 1 == epoch.steps && (epoch.number + 1) % epochs == 0
  }

  /// `sample 3 of 64: digits:train:531 "7"`
  var sampleLine: String {
    let label = debugger.label.map { "\"\($0)\"" } ?? "unlabeled"
    return "sample \(debugger.sample) of \(debugger.batchSize): \(debugger.sampleName) \(label)"
  }

  /// `history 3.1 of 256 MB: 12 checkpoints, one every 4 steps`
  var historyLine: String {
    let history = debugger.history
    let every = history.interval == 1 ? "step" : "\(history.interval) steps"
    let plural = history.checkpoints == 1 ? "" : "s"
    return "history \(Self.megabytes(history.bytes)) of \(Self.megabytes(history.budget)) MB: "
      + "\(history.checkpoints) checkpoint\(plural), one every \(every)"
  }

  private static func megabytes(_ bytes: Int) -> String {
    Decimals.exact((Double(bytes) / 1_048_576 * 100).rounded() / 100)
  }
}
