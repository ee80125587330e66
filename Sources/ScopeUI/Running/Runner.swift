import Glibc
import TerminalKit

/// The one loop: events in, pictures out, work between them.
///
/// Long work is done by another thread on a copy of what it needs; the loop stays responsive.
/// What the user does is shown at once. Updates that nobody asked for come at most 30 times a
/// second, and only when the terminal has shown the one before.
package struct Runner {
  /// How long the work between two looks at the keyboard may take: phases are begun within it.
  private static let slice = Duration.milliseconds(5)
  /// How long work may go on beyond that to come to the end of a step.
  private static let reach = Duration.milliseconds(15)
  /// After such a time without work it was not going on.
  private static let pause = Duration.milliseconds(200)
  /// The shortest time between two pictures that nobody asked for.
  static let frame = Duration.milliseconds(33)
  /// The time from tap to tap of what plays.
  private static let tickInterval = Duration.milliseconds(250)
  /// How long keys that wait together may be dealt with before a picture is due, where pictures take
  /// no time, and at most.
  private static let burst = (least: Duration.milliseconds(10), most: Duration.milliseconds(200))

  let clock = ContinuousClock()
  var shown: ContinuousClock.Instant
  private var lastTick: ContinuousClock.Instant
  /// When work was done the last time.
  var worked: ContinuousClock.Instant
  /// How long the last picture took, with the step that was done for it.
  private var cost = Duration.zero
  /// When work turned to the step that is to be seen in a picture.
  private var turned: ContinuousClock.Instant?
  /// Whether something has changed since the last picture.
  var isStale = false
  /// Ends the terminal's wait, from any thread; without it nothing is done in the background.
  let wake: (@Sendable () -> Void)?
  var background: BackgroundWork?
  var note = BackgroundNote(what: "")
  /// When that began.
  var backgroundStart: ContinuousClock.Instant
  /// What keeps unsaved training; `nil` where nothing does.
  var recovery: Recovery?
  var recoveryWork: RecoveryWork?
  /// When training was kept last.
  var recovered: ContinuousClock.Instant
  /// Sets the line that is printed after a crash.
  let noteForCrash: (@Sendable (String) -> Void)?
  /// Whether the program was asked from outside to end.
  var isTerminated = false
  /// What the user did that has to wait until it is over.
  var waiting: [Event] = []
  static let mostWaiting = 256
  /// Shorter work is not announced.
  static let noticeable = Duration.milliseconds(50)

  private init(
    _ recovery: Recovery?, wake: (@Sendable () -> Void)?,
    noteForCrash: (@Sendable (String) -> Void)?
  ) {
    (shown, lastTick, worked, backgroundStart) = (clock.now, clock.now, clock.now, clock.now)
    (self.recovery, self.wake, self.noteForCrash) = (recovery, wake, noteForCrash)
    recovered = clock.now
  }

  /// Shows an explorer on a terminal until the user leaves.
  ///
  /// - Parameters:
  ///   - events: what the user did before.
  ///   - wake: ends the terminal's wait from any thread, so that long work can be done by another
  ///     one; without it, all is done by this one.
  ///   - recovery: what keeps unsaved training in case the program is ended from outside.
  ///   - noteForCrash: sets the line that is printed after a crash.
  /// - Returns: where unsaved training was kept, in words.
  @discardableResult
  package static func run<T: Terminal & ~Copyable>(
    _ explorer: inout Explorer, on terminal: inout T, after events: [Event] = [],
    wake: (@Sendable () -> Void)? = nil, recovery: Recovery? = nil,
    noteForCrash: (@Sendable (String) -> Void)? = nil
  ) -> String? {
    var runner = Runner(recovery, wake: wake, noteForCrash: noteForCrash)
    runner.waiting = events
    guard !runner.carryOut(explorer.shared.takeEffects(), &terminal) else { return nil }
    runner.present(explorer, &terminal)
    while runner.turn(&explorer, &terminal) { runner.keepRecovery(explorer) }
    return runner.finishRecovery(explorer, isAsked: !runner.isTerminated)
  }

  /// Waits a moment for another thread.
  static func rest() { usleep(1000) }

  /// Handles one event, or continues the work.
  ///
  /// - Returns: false when the program ends.
  private mutating func turn<T: Terminal & ~Copyable>(
    _ explorer: inout Explorer, _ terminal: inout T
  ) -> Bool {
    if background != nil { return pollBackground(&explorer, &terminal) }
    if explorer.isStarting, !explorer.isRunning { return startNextCommand(&explorer, &terminal) }
    let event =
      waiting.isEmpty
      ? terminal.nextEvent(timeout: waitTime(explorer, isBehind: terminal.isOutputPending))
      : waiting.removeFirst()
    if event == .tick {
      tick(&explorer)
      work(&explorer, terminal)
      showProgress(explorer, &terminal)
      return true
    }
    return process(event, &explorer, &terminal)
  }

  /// How long there is nothing to do but wait, in milliseconds; `nil` is for ever.
  private func waitTime(_ explorer: Explorer, isBehind: Bool) -> Int? {
    if explorer.isRunning { return 0 }
    let time = timeToPicture(explorer, isBehind: isBehind)
    guard let recovery = timeToRecovery(explorer) else { return time }
    return min(recovery, time ?? recovery)
  }

  /// How long it is until something is to be shown that nobody asked for.
  private func timeToPicture(_ explorer: Explorer, isBehind: Bool) -> Int? {
    let due = shown + Self.frame
    if isStale { return isBehind ? 100 : milliseconds(until: due) }
    return explorer.isPlaying ? milliseconds(until: lastTick + Self.tickInterval) : nil
  }

  func milliseconds(until instant: ContinuousClock.Instant) -> Int {
    let left = clock.now.duration(to: instant).components
    return max(0, Int(left.seconds) * 1000 + Int(left.attoseconds / 1_000_000_000_000_000) + 1)
  }

  /// Handles an event and all that arrived meanwhile, and shows the result.
  private mutating func process<T: Terminal & ~Copyable>(
    _ first: Event, _ explorer: inout Explorer, _ terminal: inout T
  ) -> Bool {
    let start = clock.now
    var event = first
    repeat {
      if event == .terminate { isTerminated = true }
      if wake != nil, EventCost(explorer).mayTakeLong(event) {
        performInBackground(event, explorer)
        return true
      }
      let wasRunning = explorer.isRunning
      if carryOut(explorer.handle(event), &terminal) { return false }
      if explorer.isRunning, !wasRunning {
        // What a key begins is done, or at least begun, before the next key is looked at.
        if EventCost(explorer).hasLongPhases, wake == nil { present(explorer, &terminal) }
        work(&explorer, terminal)
      }
      guard !explorer.isRunning, waiting.isEmpty, clock.now - start < burst else { break }
      event = terminal.nextEvent(timeout: 0)
    } while event != .tick
    present(explorer, &terminal)
    if explorer.isRunning { terminal.requestStatusReport() }
    return true
  }

  mutating func work<T: Terminal & ~Copyable>(
    _ explorer: inout Explorer, _ terminal: borrowing T
  ) {
    guard explorer.isRunning else { return }
    if wake != nil, EventCost(explorer).hasLongPhases { return computePhaseInBackground(explorer) }
    let start = clock.now
    if start - worked > Self.pause { worked = start }
    let due = shown + frame
    turned = nil
    repeat {
      explorer.work { isDue(due, terminal) }
    } while explorer.isRunning && goesOn(explorer, since: start)
    let end = clock.now
    explorer.timePassed((end - worked) / .seconds(1))
    (worked, isStale) = (end, true)
  }

  /// Whether the work is to be interrupted: a redraw is due, or a key was pressed.
  private mutating func isDue<T: Terminal & ~Copyable>(
    _ due: ContinuousClock.Instant, _ terminal: borrowing T
  ) -> Bool {
    let now = clock.now
    guard now >= due || terminal.hasInput else { return false }
    if turned == nil { turned = now }
    return true
  }

  /// Whether work goes on before the next look at the keyboard: a training is shown between two of
  /// its steps, where these are short.
  private func goesOn(_ explorer: Explorer, since start: ContinuousClock.Instant) -> Bool {
    let now = clock.now
    if now - start < Self.slice { return true }
    return explorer.isWithinStep && now - shown >= frame && now - start < Self.reach
  }

  /// The shortest time between two pictures that nobody asked for: longer where they take long, so
  /// that most of the time is for the work.
  private var frame: Duration { max(Self.frame, cost * 16) }

  /// How long keys that wait together may be dealt with: so long that drawing takes a small part of
  /// the time.
  private var burst: Duration { max(Self.burst.least, min(Self.burst.most, cost * 8)) }

  /// Advances animations when it is time.
  private mutating func tick(_ explorer: inout Explorer) {
    guard explorer.isPlaying, clock.now - lastTick >= Self.tickInterval else { return }
    lastTick = clock.now
    _ = explorer.handle(.tick)
    isStale = true
  }

  /// Shows where work has come to, when it is time and the terminal has shown the picture before.
  ///
  /// - Parameter isFree: whether another thread does the work, so that pictures may come sooner.
  mutating func showProgress<T: Terminal & ~Copyable>(
    _ explorer: Explorer, _ terminal: inout T, isFree: Bool = false
  ) {
    let wait = isFree ? max(Self.frame, cost) : frame
    guard isStale, clock.now - shown >= wait, !terminal.isOutputPending else { return }
    let start = clock.now
    let (canvas, cursor) = explorer.draw()
    isStale = !terminal.presentPart(canvas, cursor: cursor)
    shown = clock.now
    cost = shown - (turned ?? start)
    turned = nil
    terminal.requestStatusReport()
  }

  mutating func present<T: Terminal & ~Copyable>(
    _ explorer: Explorer, _ terminal: inout T
  ) {
    let start = clock.now
    let (canvas, cursor) = explorer.draw()
    terminal.present(canvas, cursor: cursor)
    (shown, isStale, turned) = (clock.now, false, nil)
    cost = shown - start
  }

  /// Does what is asked of the terminal.
  ///
  /// - Returns: whether to leave.
  func carryOut<T: Terminal & ~Copyable>(
    _ effects: [Effect], _ terminal: inout T
  ) -> Bool {
    for effect in effects {
      switch effect {
      case .quit: return true
      case .suspend: terminal.suspend()
      case .redraw: terminal.invalidate()
      case .bell: terminal.bell()
      case .mouse(let isOn): terminal.setMouse(isOn)
      case .pictures(let mode): terminal.setPictures(mode)
      case .copy(let text): terminal.copy(text)
      case .appearance(let appearance): terminal.setAppearance(appearance)
      }
    }
    return false
  }
}
