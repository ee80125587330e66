import Synchronization

/// The files that the program has read. Nothing else is written to them, by any of their names.
public enum SourceFiles {
  private static let known = Mutex<[String: Set<FileContent.Writing>]>([:])

  /// Takes note of a file that is read.
  ///
  /// - Parameter writing: what may be written to it later, because it is what was read; nothing
  ///   unless given here or at another call.
  package static func add(_ path: String, as writing: FileContent.Writing? = nil) {
    guard FileStatus(path)?.isRegular == true else { return }
    let name = FileStatus.resolved(path)
    known.withLock { files in
      files[name, default: []].formUnion(writing.map { [$0] } ?? [])
    }
  }

  /// Whether a file, by any of its names, was read as something else than what is to be written.
  static func refuses(_ writing: FileContent.Writing, to path: String) -> Bool {
    guard let identity = FileStatus(path)?.identity else { return false }
    return known.withLock { files in
      files.contains { name, allowed in
        !allowed.contains(writing) && FileStatus(name)?.identity == identity
      }
    }
  }
}
