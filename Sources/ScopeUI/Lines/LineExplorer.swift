import ScopeDebugger
import TerminalKit

/// The explorer without a screen: lines are typed as at its prompt, and what they lead to is said in
/// lines of words.
package struct LineExplorer: Sendable {
  package internal(set) var explorer: Explorer
  /// Whether a line has left the program.
  package private(set) var hasQuit = false

  /// Wide and high enough that no text is cut, divided or scrolled.
  private static let size = Size(columns: 20_000, rows: 20_000)

  /// - Parameter explorer: as it was opened, with the user's configuration.
  package init(_ explorer: Explorer) {
    self.explorer = explorer
    self.explorer.shared.size = Self.size
    self.explorer.shared.hasKeys = false
    self.explorer.shared.news.clear()
    self.explorer.shared.effects = []
  }

  package init(_ session: Session) {
    self.init(
      Explorer(session, size: Size(columns: 80, rows: 24), capabilities: .monochrome))
  }

  package var session: Session { explorer.session }

  /// What is opened, and how to go on.
  package var greeting: [String] {
    let session = explorer.session
    let opened =
      session.hasNetwork
      ? " \(session.network.title) on \(session.debugger.setup.input.name)." : ":"
    return [
      "cnnscope\(opened) tour begins the tour, help says what can be typed, quit leaves."
    ] + explorer.views.summary(explorer.scene).map { UserNames(explorer).inWords($0) }
  }

  /// Does a line, and what it begins to its end.
  ///
  /// - Parameter watch: who looks at the runs that it begins.
  /// - Returns: what is to be said of it.
  package mutating func perform(_ line: String, watch: RunWatch = RunWatch()) -> LineReply {
    guard let meaning = TypedLine(line, in: explorer) else { return LineReply() }
    explorer.shared.typed = PathWord.split(line[...])
    return replying { $0.do(meaning, watch) }
  }

  /// Does the commands that come before those that are typed.
  package mutating func begin(
    with commands: [String], notices: [String] = [], watch: RunWatch = RunWatch()
  ) -> LineReply {
    explorer.shared.typed = commands.flatMap { PathWord.split($0[...]) }
    return replying {
      $0.explorer.start(with: commands, notices: notices)
      $0.finish(watch)
    }
  }

  /// Opens a lesson before anything is typed.
  ///
  /// - Throws: ``UserError`` where there is no such lesson, or it has a mistake.
  package mutating func open(lesson name: String) throws(UserError) -> LineReply {
    var opened = explorer
    try opened.open(lesson: name)
    return replying {
      $0.explorer = opened
      $0.finish(RunWatch())
    }
  }

  /// The interrupt key, where nothing runs: asks whether to leave, and leaves the second time.
  package mutating func interrupt() -> LineReply { replying { $0.handle(.interrupt) } }

  /// Changes the explorer.
  ///
  /// - Returns: what is to be said of it.
  private mutating func replying(_ change: (inout LineExplorer) -> Void) -> LineReply {
    let before = LineMoment(explorer)
    change(&self)
    let page = takePage()
    closePrompt()
    return LineReport(before, explorer, page: page).reply
  }

  private mutating func `do`(_ meaning: TypedLine, _ watch: RunWatch) {
    explorer.exit.isAsked = false
    switch meaning {
    case .command(let line):
      record(line) { $0.attempt(line) }
    case .text(let text):
      handle(.paste(text))
      handle(.key(.enter))
    case .nothing: handle(.key(.escape))
    }
    carryOut(explorer.shared.takeEffects())
    finish(watch)
  }

  /// Does a command, and takes note of it where it was done and belongs into a recording.
  private mutating func record(_ line: String, _ change: (inout Explorer) -> Void) {
    let traits = (try? explorer.invocation(of: line))?.traits
    let count = explorer.shared.news.count
    change(&explorer)
    let isRefused = explorer.shared.news.isRefusal && explorer.shared.news.count > count
    guard let traits, !isRefused, !traits.contains(.isUnrecorded) else { return }
    explorer.recording.add(.command(line))
    explorer.keepRecording()
  }

  private mutating func handle(_ event: Event) { carryOut(explorer.handle(event)) }

  private mutating func carryOut(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .quit: hasQuit = true
      case .copy(let text): explorer.shared.news.say(text)
      case .suspend, .redraw, .bell, .mouse, .pictures, .appearance: break
      }
    }
  }
}

/// Work.
extension LineExplorer {
  /// Works until nothing is running; what is stopped keeps what was done.
  private mutating func finish(_ watch: RunWatch) {
    while isBusy {
      watch.show(session)
      if watch.isStopped() { return handle(.key(.control("c"))) }
      if explorer.isRunning {
        explorer.work(until: watch.isDue)
      } else if explorer.isStarting {
        explorer.performNextStartupCommand()
        carryOut(explorer.shared.takeEffects())
      } else {
        handle(.tick)
        Runner.rest()
      }
    }
  }

  private var isBusy: Bool { explorer.isRunning || explorer.isStarting || explorer.isPlaying }

  /// Closes the page that was opened, which is said at once.
  ///
  /// - Returns: its lines.
  private mutating func takePage() -> [String]? {
    if let page = explorer.views.top as? PageView {
      explorer.views.close(PageView.self)
      return page.lines
    }
    if explorer.views.top is HelpView {
      explorer.views.close(HelpView.self)
      return LineHelp.lines(explorer.session)
    }
    return nil
  }

  /// A line answers a question by itself; no prompt is needed for it.
  private mutating func closePrompt() {
    if explorer.views.waitsForAnswer { explorer.views.close(PromptView.self) }
  }
}
