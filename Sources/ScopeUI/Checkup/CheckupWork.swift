import CNNEngine
import CNNModel
import Checkup
import Synchronization

/// A check-up that another thread does. It is cancelled when nobody waits for it any more.
final class CheckupWork: Sendable {
  private let task: BackgroundTask<Bool>
  private let progress: Answers

  private final class Answers: Sendable {
    private let answers = Mutex<[CheckupAnswer]>([])
    func set(_ all: [CheckupAnswer]) { answers.withLock { $0 = all } }
    var now: [CheckupAnswer] { answers.withLock { $0 } }
  }

  init(_ subject: CheckupSubject) {
    let progress = Answers()
    self.progress = progress
    task = BackgroundTask(
      {
        var checkup = Checkup(subject)
        while !checkup.isDone, !CancellationToken.isCancelled {
          checkup.advance()
          progress.set(checkup.answers)
        }
        return checkup.isDone
      }, finished: {})
  }

  deinit { task.cancel() }

  /// The answers so far.
  var answers: [CheckupAnswer] { progress.now }

  var isDone: Bool { task.result != nil }
}

/// A sweep of learning rates that another thread does. It is cancelled when nobody waits for it any
/// more.
final class SweepWork: Sendable {
  private let task: BackgroundTask<RateSweep>
  private let progress: Steps

  private final class Steps: Sendable {
    private let sweep: Mutex<RateSweep>
    init(_ sweep: RateSweep) { self.sweep = Mutex(sweep) }
    func set(_ new: RateSweep) { sweep.withLock { $0 = new } }
    var now: RateSweep { sweep.withLock { $0 } }
  }

  init(_ subject: CheckupSubject) {
    let progress = Steps(RateSweep(subject))
    self.progress = progress
    task = BackgroundTask(
      {
        var sweep = progress.now
        while !sweep.isDone {
          sweep.advance()
          progress.set(sweep)
        }
        return sweep
      }, finished: {})
  }

  deinit { task.cancel() }

  /// The sweep so far.
  var sweep: RateSweep { progress.now }

  var isDone: Bool { task.result != nil }
}
