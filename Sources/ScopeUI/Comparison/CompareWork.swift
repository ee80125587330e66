import CNNEngine
import ScopeDebugger
import Synchronization

/// A comparison that is made by another thread. It is cancelled when nobody waits for it any more.
final class CompareWork: Sendable {
  /// What came of it.
  typealias Outcome = Result<ShownComparison, UserError>

  private let task: BackgroundTask<Outcome>
  private let note: Note

  /// What is done, in words.
  private final class Note: Sendable {
    private let text = Mutex("")
    func set(_ words: String) { text.withLock { $0 = words } }
    var now: String { text.withLock { $0 } }
  }

  init(_ session: Session, file path: String) {
    let note = Note()
    self.note = note
    task = BackgroundTask(
      {
        do throws(UserError) {
          return .success(
            try ShownComparison(session, file: path) { done, total, what in
              note.set("\(what), \(done) of \(total)")
            })
        } catch {
          return .failure(error)
        }
      }, finished: {})
  }

  deinit { task.cancel() }

  /// What came of it; `nil` while it is computed.
  var outcome: Outcome? { task.result }

  /// The layer that is computed, and how many there are: `conv3, 12 of 50`.
  var progress: String { note.now }
}
