import Glibc

/// Folders of the program's own files.
extension FileContent {
  /// Makes a folder, and those that lead to it.
  ///
  /// - Parameter permissions: by default only the user may read it.
  /// - Throws: ``FileError`` where it cannot be made.
  package static func makeFolder(
    _ path: String, permissions: UInt32 = 0o700
  ) throws(FileError) {
    guard !isFolder(path) else { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]), permissions: permissions)
    }
    guard mkdir(path, permissions) == 0 || errno == EEXIST else {
      throw SystemFailure.last(path, doing: "the folder cannot be created")
    }
  }

  /// The names in a folder; none where it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Whether there is a file of this name, and no folder, device or pipe.
  package static func isRegular(_ path: String) -> Bool { FileStatus(path)?.isRegular == true }

  /// Whether two paths lead to the same file.
  package static func areSame(_ one: String, _ other: String) -> Bool {
    guard let first = FileStatus(one), let second = FileStatus(other) else { return false }
    return first.identity == second.identity
  }

  /// Removes a file, where there is one.
  package static func remove(_ path: String) { unlink(path) }

  /// When a file was written, in seconds since 1970; `nil` where there is none.
  package static func time(of path: String) -> Int? { FileStatus(path)?.time }
}

/// Another process of this machine.
package enum OtherProcess {
  /// Whether a process of this number is there and runs this program.
  package static func isAlive(_ process: Int32) -> Bool {
    guard process > 0, kill(process, 0) == 0 || errno == EPERM else { return false }
    guard let own = name(of: getpid()), let other = name(of: process) else { return true }
    return own == other
  }

  private static func name(of process: Int32) -> String? {
    guard let file = fopen("/proc/\(process)/comm", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    return fgets(&line, 64, file).map { String(cString: $0) }
  }
}
