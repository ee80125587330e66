import ArgumentParser
import CNNEngine
import CNNModel
import CursesDriver
import Glibc
import ModelFiles
import ScopeDebugger
import ScopeUI
import TerminalKit

/// `cnnscope [NETWORK] [INPUT]`: the screen on which a network is looked at; without one that can be
/// drawn on, the plain commands.
struct ExplorerVerb: ParsableCommand, SubjectVerb {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Open the explorer; the word explore is optional.",
    discussion: """
      Example: cnnscope lenet5 digits:42

      If standard input is not a terminal, commands are read from it as by cnnscope repl. \
      With --plain there is no screen: commands and keys are typed in lines, and what they show is \
      said in sentences, for screen readers; describe says more of it, tour begins the tour. The same \
      happens where the terminal cannot position the cursor (TERM=dumb).
      """)

  @OptionGroup var subject: SubjectOptions
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var lesson: LessonOptions

  @Option(
    name: [.customShort("c"), .long],
    help: ArgumentHelp(
      "Run this command at the start; may be repeated.", valueName: "command"))
  var command: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Put this beside the network, to step both together: another network, weights or input, \
      "step N", "sample N" or fresh.
      """, valueName: "beside"))
  var beside: String?

  @Flag(help: "Select layers, cells and steps with the mouse.")
  var mouse = false

  @Flag(help: "No screen: lines are typed and answered in sentences, for screen readers.")
  var plain = false

  func run() throws {
    guard plain || isatty(STDIN_FILENO) != 0 else {
      return try ReplVerb.run(try subject.session(), after: commands, strict: false)
    }
    guard !opensTrained else { return try trained.open() }
    try open()
  }

  /// What is done at the start.
  private var commands: [String] { (beside.map { ["beside \($0)"] } ?? []) + command }

  /// Whether no network was named: then the default one opens with what it has learned, whose maps
  /// say more.
  private var opensTrained: Bool {
    subject.named == nil && subject.options.weights == nil && lesson.lesson == nil
  }

  private var trained: ExplorerVerb {
    var verb = self
    verb.subject.options.weights = TrainedWeights.word
    return verb
  }

  private func open() throws {
    guard !plain else { return try openPlainly(try subject.session()) }
    let opening = opening
    do {
      try openOnScreen(opening)
    } catch let error as TerminalError {
      guard error.leavesLines else { throw UserError(error) }
      StandardError.say("\(error); commands are read and answered in lines of text instead")
      // What was opened for the screen is not opened, and reported, again.
      try openPlainly(try opening.waited().get())
    }
  }

  /// Reads lines and answers them in words.
  private func openPlainly(_ session: Session) throws {
    var explorer = Explorer(session, size: Size(columns: 80, rows: 24), capabilities: .plain)
    explorer.invocation = invocation
    explorer.readConfiguration()
    var lines = LineMode(
      LineExplorer(explorer), Explorer.recoveryPath.map { Recovery(RecoveryFolder($0)) })
    try lines.begin(with: commands, notices: notices(session), lesson: lesson.lesson)
    lines.run()
  }

  /// What the user is to know of earlier trainings.
  private func notices(_ session: Session) -> [String] {
    guard session.hasNetwork, let path = Explorer.recoveryPath else { return [] }
    return RecoveryFolder(path).notice(for: session.network).map { [$0] } ?? []
  }

  private func openOnScreen(_ opening: BackgroundTask<Result<Session, any Error>>) throws {
    // What opens or fails quickly needs no loading screen.
    for _ in 0..<Self.polls {
      if let session = opening.result { return try explore(try session.get()) }
      usleep(200)
    }
    try withTerminal { terminal in
      var loading = LoadingScreen("opening \(subject.network.shownPath)")
      guard loading.run(on: &terminal, until: { opening.result != nil }),
        let session = opening.result
      else { return }
      try explore(try session.get(), &terminal, after: loading.events)
    }
  }

  /// How often the session is polled for, 200 µs apart.
  private static let polls = 300

  /// The session, opened by another thread.
  private var opening: BackgroundTask<Result<Session, any Error>> {
    BackgroundTask(
      { [subject] in Result { try subject.session() } }, finished: { CursesTerminal.wake() })
  }

  private func explore(_ session: Session) throws {
    try withTerminal { try explore(session, &$0) }
  }

  /// Opens the terminal, and restores it before an error is printed.
  private func withTerminal(_ body: (inout CursesTerminal) throws -> Void) throws {
    var terminal = try CursesTerminal(
      color: screen.color, ascii: screen.ascii, png: CursesTerminal.png)
    let outcome = Result { try body(&terminal) }
    terminal.close()
    try outcome.get()
  }

  private func explore(
    _ session: Session, _ terminal: inout CursesTerminal, after events: [Event] = []
  ) throws {
    var explorer = Explorer(
      session, size: terminal.size, capabilities: terminal.capabilities,
      background: terminal.background)
    explorer.invocation = invocation
    explorer.readConfiguration()
    if mouse { try explorer.performOrThrow("set mouse on") }
    let folder = Explorer.recoveryPath.map { RecoveryFolder($0) }
    explorer.start(with: commands, notices: notices(session))
    if let lesson = lesson.lesson { try explorer.open(lesson: lesson) }
    let kept = Runner.run(
      &explorer, on: &terminal, after: events, wake: { CursesTerminal.wake() },
      recovery: folder.map { Recovery($0) }, noteForCrash: { CursesTerminal.note($0) })
    if let kept { StandardError.say(kept) }
  }

  /// The line that started the program, without commands: they are known otherwise.
  private var invocation: Invocation {
    var words = CommandLine.arguments.dropFirst()[...]
    var kept = ["cnnscope"]
    while let word = words.popFirst() {
      switch word {
      case "-c", "--command", "--beside": _ = words.popFirst()
      case "explore", "--mouse", "--plain": break
      default: kept.append(word)
      }
    }
    if subject.named == nil, let weights = subject.options.weights, !kept.contains("--weights") {
      kept += ["--weights", weights]
    }
    return Invocation(kept, seed: subject.options.seed)
  }
}

extension BackgroundTask {
  /// The result, as soon as there is one.
  fileprivate func waited() -> Result {
    while true {
      if let result { return result }
      usleep(200)
    }
  }
}
