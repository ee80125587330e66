import CNNEngine
import ModelFiles
import ScopeDebugger

/// Keeps unsaved training in a file of its own, for the case that the program ends before its user has
/// saved it: by a signal, because the terminal went away, or by a crash.
package struct Recovery: Sendable {
  private let folder: RecoveryFolder
  /// The file that holds what was kept last; `nil` where there is none.
  private var file: String?
  /// How many steps were trained when it was looked at last.
  private var steps = 0

  /// How long training may go on without being kept.
  package static let interval = Duration.seconds(20)

  package init(_ folder: RecoveryFolder) { self.folder = folder }

  /// Whether there was training since it was looked at last.
  package func isBehind(_ session: Session) -> Bool { session.trained.steps != steps }

  /// Keeps what no file holds, and forgets what one does.
  ///
  /// - Returns: where it is, in words; `nil` where there is nothing to keep.
  package mutating func keep(_ session: Session) -> String? {
    steps = session.trained.steps
    removeResumed(session)
    guard session.hasUnsavedTraining, let checkpoint = session.checkpoint,
      checkpoint.state.byteCount <= RecoveryFolder.largest
    else {
      discard()
      return nil
    }
    do throws(UserError) {
      let written = try folder.keep(checkpoint, of: session.network)
      if let file, file != written { FileContent.remove(file) }
      file = written
      return "unsaved training up to step \(checkpoint.step) was written to \(written.harmless); "
        + ":resume FILE continues it"
    } catch {
      return "unsaved training could not be written: \(error)"
    }
  }

  /// Removes the file of an earlier process that was resumed, once another file holds what was trained
  /// since.
  func removeResumed(_ session: Session) {
    guard let resumed = session.resumed, resumed.isSavedElsewhere, folder.contains(resumed.path)
    else { return }
    FileContent.remove(resumed.path)
  }

  /// Decides what is to become of the file when the program ends.
  ///
  /// - Parameter isAsked: whether the user has left, and was asked about unsaved training.
  /// - Returns: where the training is, in words.
  package mutating func finish(_ session: Session, isAsked: Bool) -> String? {
    guard isAsked else { return keep(session) }
    removeResumed(session)
    discard()
    return nil
  }

  /// Removes the file: its user has decided what is to become of the training.
  mutating func discard() {
    if let file { FileContent.remove(file) }
    file = nil
  }
}
