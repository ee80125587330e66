import CNNEngine
import ScopeDebugger
import Synchronization

/// A search over a data set on another thread. It is cancelled when nobody waits for it any more.
final class SearchWork<Search: SampleSearch>: Sendable {
  private let task: BackgroundTask<Search>
  private let counter = Counter()
  private let total: Int

  /// How many samples were looked at.
  private final class Counter: Sendable {
    private let count = Mutex(0)
    func set(_ done: Int) { count.withLock { $0 = done } }
    var now: Int { count.withLock { $0 } }
  }

  init(_ search: Search) {
    total = search.total
    let counter = counter
    task = BackgroundTask(
      {
        var search = search
        _ = search.finish { done, _ in counter.set(done) }
        return search
      }, finished: {})
  }

  deinit { task.cancel() }

  /// What was found; `nil` while it is searched.
  var result: Search? { task.result }

  /// `128 of 360 samples ∙ C-c stops`
  var progress: String { "\(counter.now) of \(total) samples ∙ C-c stops" }
}
