import Glibc
import NumberText
import ScopeDebugger
import ScopeUI
import Synchronization

/// How far a run is, in a sentence now and then, for those who hear it; Ctrl-C stops the run. Unsaved
/// training is kept meanwhile.
final class LineProgress: Sendable {
  fileprivate struct State {
    var recovery: Recovery?
    var kept = ContinuousClock.now
    var looked = ContinuousClock.now
    /// When the last sentence was said; the first one comes after a second.
    var said = ContinuousClock.now - LineProgress.silence + .seconds(1)
    var isRunning = false
    var isTraining = false
  }

  private let state: Mutex<State>
  /// The time from one look at a run to the next, and from one sentence to the next.
  private static let (interval, silence) = (Duration.milliseconds(100), Duration.seconds(10))

  init(_ recovery: Recovery?) { state = Mutex(State(recovery: recovery)) }

  /// The files of unsaved training, after the run.
  var recovery: Recovery? { state.withLock { $0.recovery } }

  var watch: RunWatch {
    RunWatch(
      isStopped: { Interrupt.happened },
      isDue: { Interrupt.happened || self.isDue },
      show: { self.show($0) })
  }

  private var isDue: Bool { state.withLock { ContinuousClock.now - $0.looked > Self.interval } }

  private func show(_ session: Session) {
    let isDue = state.withLock { state in
      state.looked = .now
      state.keep(session)
      (state.isRunning, state.isTraining) = (session.isRunning, session.isTraining)
      guard ContinuousClock.now - state.said > Self.silence else { return false }
      state.said = .now
      return true
    }
    if isDue { StandardError.say(Self.sentence(session)) }
  }

  private static func sentence(_ session: Session) -> String {
    let left = session.stepsLeft
    // The tests within a training are short.
    if left == nil, let (done, total) = session.evaluationProgress {
      return "tested \(done) of \(total)"
    }
    let steps = left.map { ", \($0) to go" } ?? ""
    let loss = session.debugger.history.latestPoint.map { ", loss \(Decimals.text($0.loss, 4))" }
    return "step \(session.debugger.step)\(steps)\(loss ?? ""); Ctrl-C stops"
  }

  /// Waits for something; after an interrupt for a run that stops between two phases, but not long
  /// for anything else.
  ///
  /// - Returns: `nil` where it is to be given up.
  func wait<Value>(for result: () -> Value?) -> Value? {
    var polls = 0
    while polls < patience {
      if let value = result() { return value }
      usleep(2000)
      if Interrupt.happened { polls += 1 }
    }
    return nil
  }

  /// How often a result is looked for after an interrupt, 2 ms apart.
  private var patience: Int {
    state.withLock { $0.isTraining ? .max : $0.isRunning ? 1500 : 40 }
  }
}

extension LineProgress.State {
  /// Keeps unsaved training when it is time.
  fileprivate mutating func keep(_ session: Session) {
    guard .now - kept >= Recovery.interval, recovery?.isBehind(session) == true else { return }
    _ = recovery?.keep(session)
    kept = .now
  }
}
