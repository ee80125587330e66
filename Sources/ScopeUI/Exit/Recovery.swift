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
  /// The file of an earlier process that the session goes on from.
  private var adopted: String?

  package init(_ folder: RecoveryFolder) { self.folder = folder }

  /// Whether there was training since it was looked at last.
  func isBehind(_ session: Session) -> Bool { session.trained.steps != steps }

  /// Keeps what no file holds, and forgets what one does.
  ///
  /// - Returns: where it is, in words; `nil` where there is nothing to keep.
  mutating func keep(_ session: Session) -> String? {
    steps = session.trained.steps
    adopt(session)
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
      return "the unsaved training up to step \(checkpoint.step) is in \(written.harmless); "
        + ":resume goes on with it"
    } catch {
      return "the unsaved training could not be kept: \(error)"
    }
  }

  /// A file of an earlier process is removed once what it holds was saved elsewhere.
  mutating func adopt(_ session: Session) {
    if let resumed = session.resumedFile, folder.contains(resumed) { adopted = resumed }
    guard let adopted, session.resumedFile == nil, !session.hasUnsavedTraining else { return }
    FileContent.remove(adopted)
    self.adopted = nil
  }

  /// Removes the file: its user has decided what is to become of the training.
  mutating func discard() {
    if let file { FileContent.remove(file) }
    file = nil
  }
}
