import CNNModel
import NumberText
import ScopeDebugger
import Synchronization

/// The progress of a command's run on standard error, which Ctrl-C stops.
final class RunProgress: Sendable {
  private struct State {
    var progress: Progress?
    var total = 0
    /// What was done before.
    var first = 0
    var looked = ContinuousClock.now
  }

  private let state = Mutex(State())
  /// The time from one look at a run to the next.
  private static let interval = Duration.milliseconds(100)

  /// Whether a run was begun.
  var isRunning: Bool { state.withLock { $0.progress != nil } }

  var watch: RunWatch {
    RunWatch(
      isStopped: { Interrupt.happened },
      isDue: { Interrupt.happened || StandardError.isTerminal && self.isDue },
      show: { self.show($0) })
  }

  private var isDue: Bool {
    state.withLock { ContinuousClock.now - $0.looked > Self.interval }
  }

  private func show(_ session: Session) {
    state.withLock { state in
      state.looked = .now
      guard let left = session.stepsLeft else {
        if let (done, total) = session.evaluationProgress {
          return Self.show(done, of: total, "images", &state)
        }
        if state.total > 0 || state.progress == nil { state.first = session.pieces }
        return Self.show(session.pieces - state.first, of: 0, "phases", &state)
      }
      let total = max(state.total, left)
      let loss = session.debugger.history.latestPoint.map { ", loss \(Decimals.text($0.loss, 4))" }
      Self.show(total - left, of: total, "steps\(loss ?? "")", &state)
    }
  }

  private static func show(_ done: Int, of total: Int, _ words: String, _ state: inout State) {
    if state.progress == nil || state.total != total {
      state.progress?.finish()
      (state.progress, state.total) = (Progress(total: total), total)
    }
    state.progress?.show(done, words)
  }

  /// Removes the progress bar.
  func finish() { state.withLock { $0.progress?.finish() } }
}
