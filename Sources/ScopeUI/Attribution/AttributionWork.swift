import Attribution
import CNNEngine
import Synchronization

/// A map that is computed by another thread. It is cancelled when nobody waits for it any more.
final class AttributionWork: Sendable {
  /// What came of it.
  typealias Outcome = Result<AttributionAnswer, AttributionError>

  private let task: BackgroundTask<Outcome>
  private let counter: Counter

  /// How many of how many parts are done.
  private final class Counter: Sendable {
    private let state = Mutex((done: 0, total: 0))
    func set(_ done: Int, _ total: Int) { state.withLock { $0 = (done, total) } }
    var now: (done: Int, total: Int) { state.withLock { $0 } }
  }

  init(_ request: AttributionRequest, _ known: AttributedPass?) {
    let counter = Counter()
    self.counter = counter
    task = BackgroundTask({ Self.outcome(request, known) { counter.set($0, $1) } }, finished: {})
  }

  deinit { task.cancel() }

  /// What came of it; `nil` while it is computed.
  var outcome: Outcome? { task.result }

  /// `12 of 50`; empty where the number of parts is not known yet.
  var progress: String {
    let (done, total) = counter.now
    return total > 1 ? "\(done) of \(total)" : ""
  }

  static func outcome(
    _ request: AttributionRequest, _ known: AttributedPass?,
    _ progress: (Int, Int) -> Void = { _, _ in }
  ) -> Outcome {
    do throws(AttributionError) {
      return .success(try request.answer(known, progress))
    } catch {
      return .failure(error)
    }
  }
}
