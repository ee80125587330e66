import Glibc
import Synchronization

/// The temporary files of writes that were killed: `.cnnscope-PROCESS-NUMBER.tmp`.
///
/// Whoever writes one holds a lock (flock(2)) on it, so that none is removed that a process on another
/// machine, or in another container, is still writing.
enum StaleFiles {
  /// The folders that were looked through already.
  private static let known = Mutex<Set<String>>([])

  /// Removes those in a folder, the first time that this process writes there.
  static func remove(in folder: String) {
    let folder = folder.isEmpty ? "." : folder
    guard known.withLock({ $0.insert(folder).inserted }) else { return }
    for name in FileContent.names(in: folder) {
      guard let process = process(ofTemporary: name), !OtherProcess.isAlive(process) else {
        continue
      }
      removeUnlessLocked("\(folder)/\(name)")
    }
  }

  /// Marks a file as being written, as long as its descriptor is open.
  static func lock(_ descriptor: Int32) { flock(descriptor, LOCK_EX | LOCK_NB) }

  private static func process(ofTemporary name: String) -> Int32? {
    guard name.hasPrefix(".cnnscope-"), name.hasSuffix(".tmp") else { return nil }
    let parts = name.dropFirst(10).dropLast(4).split(separator: "-")
    guard parts.count == 2, Int32(parts[1]) != nil else { return nil }
    return Int32(parts[0])
  }

  private static func removeUnlessLocked(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
  }
}
