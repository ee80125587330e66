import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// Work on another thread, and what the user can do meanwhile.
extension Runner {
  /// Does a command in the background.
  mutating func performInBackground(_ event: Event, _ explorer: Explorer) {
    startBackground(explorer, BackgroundNote(what: explorer.typedLine ?? "working")) {
      $0.handle(event)
    }
  }

  /// Goes on with the startup commands.
  ///
  /// - Returns: false when one of them has left.
  mutating func startNextCommand<T: Terminal & ~Copyable>(
    _ explorer: inout Explorer, _ terminal: inout T
  ) -> Bool {
    guard wake != nil else {
      explorer.performNextStartupCommand()
      isStale = true
      return !carryOut(explorer.shared.takeEffects(), &terminal)
    }
    startBackground(explorer, BackgroundNote(what: explorer.startup.remaining.first ?? "")) {
      $0.performNextStartupCommand()
      return $0.shared.takeEffects()
    }
    return true
  }

  private mutating func startBackground(
    _ explorer: Explorer, _ note: BackgroundNote,
    _ work: @escaping @Sendable (inout Explorer) -> [Effect]
  ) {
    guard let wake else { return }
    (self.note, backgroundStart) = (note, clock.now)
    background = .command(
      BackgroundTask(
        {
          var explorer = explorer
          let effects = work(&explorer)
          return (explorer, effects)
        }, finished: wake))
  }

  /// Computes one phase of what is running in the background.
  mutating func computePhaseInBackground(_ explorer: Explorer) {
    guard let wake else { return }
    let session = explorer.session
    note = .phase(of: session)
    backgroundStart = clock.now
    background = .phase(
      BackgroundTask(
        {
          var session = session
          let stop = session.work()
          return (session, stop)
        }, finished: wake))
  }

  /// Takes what was done in the background, or deals with one event meanwhile.
  ///
  /// - Returns: false when the program ends.
  mutating func pollBackground<T: Terminal & ~Copyable>(
    _ explorer: inout Explorer, _ terminal: inout T
  ) -> Bool {
    switch background {
    case .command(let task):
      if let result = task.result { return finishBackground(result, &explorer, &terminal) }
    case .phase(let task):
      if let result = task.result { return finishBackground(result, &explorer, &terminal) }
    case nil: return true
    }
    let event = terminal.nextEvent(timeout: 50)
    guard event == .tick else { return processMeanwhile(event, &explorer, &terminal) }
    let time = clock.now - backgroundStart
    guard time > Self.noticeable else { return true }
    note.seconds = Int(time.components.seconds)
    if explorer.background != note { (explorer.background, isStale) = (note, true) }
    showProgress(explorer, &terminal, isFree: true)
    return true
  }

  private mutating func finishBackground<T: Terminal & ~Copyable>(
    _ result: (explorer: Explorer, effects: [Effect]), _ explorer: inout Explorer,
    _ terminal: inout T
  ) -> Bool {
    background = nil
    explorer = result.explorer
    if explorer.size != terminal.size { _ = explorer.handle(.resize(terminal.size)) }
    if carryOut(result.effects, &terminal) { return false }
    if explorer.isRunning { work(&explorer, terminal) }
    present(explorer, &terminal)
    return true
  }

  private mutating func finishBackground<T: Terminal & ~Copyable>(
    _ result: (session: Session, stop: Stop?), _ explorer: inout Explorer, _ terminal: inout T
  ) -> Bool {
    background = nil
    explorer.adopt(result.session, result.stop)
    let now = clock.now
    explorer.timePassed((now - worked) / .seconds(1))
    worked = now
    guard explorer.isRunning else {
      explorer.background = nil
      present(explorer, &terminal)
      return true
    }
    isStale = true
    showProgress(explorer, &terminal)
    // Whoever pressed a key meanwhile comes first.
    if waiting.isEmpty { computePhaseInBackground(explorer) } else { explorer.background = nil }
    return true
  }

  /// What can be done at once is done; the rest waits.
  private mutating func processMeanwhile<T: Terminal & ~Copyable>(
    _ event: Event, _ explorer: inout Explorer, _ terminal: inout T
  ) -> Bool {
    switch event {
    case .key(.control("c")) where !explorer.views.takesText,
      .interrupt where !explorer.views.takesText:
      return cancel(event, &explorer, &terminal)
    case .terminate,
      .key(.character("Q")) where !explorer.views.takesText:
      background?.cancel()
      if event == .terminate { isTerminated = true }
      (background, explorer.background, waiting) = (nil, nil, [])
      if carryOut(explorer.handle(event), &terminal) { return false }
    case .suspend, .key(.control("z")), .key(.control("l")):
      _ = carryOut(explorer.handle(event), &terminal)
    case _ where canProcess(event, explorer):
      if carryOut(explorer.handle(event), &terminal) { return false }
    default:
      if waiting.count < Self.mostWaiting { waiting.append(event) }
      return true
    }
    present(explorer, &terminal)
    return true
  }

  /// A command takes the place of the whole explorer; only a phase leaves its views alone.
  private func canProcess(_ event: Event, _ explorer: Explorer) -> Bool {
    switch (background, event) {
    case (.phase, _): EventCost(explorer).onlyMovesView(event)
    case (_, .resize), (_, .resumed): true
    default: false
    }
  }

  private mutating func cancel<T: Terminal & ~Copyable>(
    _ event: Event, _ explorer: inout Explorer, _ terminal: inout T
  ) -> Bool {
    background?.cancel()
    waiting = []
    explorer.background = nil
    if case .command? = background {
      explorer.abandonCommand()
    } else {
      _ = carryOut(explorer.handle(event), &terminal)
    }
    background = nil
    present(explorer, &terminal)
    return true
  }
}
