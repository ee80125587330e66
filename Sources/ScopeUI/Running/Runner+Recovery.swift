import CNNEngine
import ScopeDebugger
import TerminalKit

/// Keeps unsaved training, now and then and when the program is ended from outside.
extension Runner {
  /// The work of another thread that keeps a training.
  struct RecoveryWork {
    private let task: BackgroundTask<(recovery: Recovery, line: String?)>

    init(_ recovery: Recovery, _ session: Session, finished: @escaping @Sendable () -> Void) {
      task = BackgroundTask(
        {
          var recovery = recovery
          let line = recovery.keep(session)
          return (recovery, line)
        }, finished: finished)
    }

    var result: (recovery: Recovery, line: String?)? { task.result }
  }

  /// Lets another thread keep the training when it is time.
  mutating func keepRecovery(_ explorer: Explorer) {
    if let work = recoveryWork {
      guard let result = work.result else { return }
      (recovery, recoveryWork) = (result.recovery, nil)
      noteForCrash?(result.line ?? "")
    }
    let now = clock.now
    guard let wake, let recovery, now - recovered >= Recovery.interval,
      recovery.isBehind(explorer.session)
    else { return }
    recovered = now
    recoveryWork = RecoveryWork(recovery, explorer.session, finished: wake)
  }

  /// How long the loop may wait until it is to keep the training, in milliseconds; `nil` where there
  /// is nothing to keep.
  func timeToRecovery(_ explorer: Explorer) -> Int? {
    guard wake != nil, recoveryWork == nil, recovery?.isBehind(explorer.session) == true else {
      return nil
    }
    return milliseconds(until: recovered + Recovery.interval)
  }

  /// Decides what is to become of the kept training when the program ends.
  ///
  /// - Parameter isAsked: whether the user has left, and was asked about unsaved training.
  /// - Returns: where the training is, in words.
  mutating func finishRecovery(_ explorer: Explorer, isAsked: Bool) -> String? {
    while let work = recoveryWork {
      guard let result = work.result else {
        Self.rest()
        continue
      }
      (recovery, recoveryWork) = (result.recovery, nil)
    }
    noteForCrash?("")
    return recovery?.finish(explorer.session, isAsked: isAsked)
  }
}
