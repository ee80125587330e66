import Glibc

/// The result of stat(2): whether a path is a file, a folder or a device, and its size.
struct FileStatus {
  private let status: stat

  /// Nil where there is no such path or it cannot be accessed.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.status = status
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.status = status
  }

  var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
  var isPipe: Bool { [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) }
  var size: Int { isRegular ? Int(status.st_size) : 0 }
  /// When it was written, in seconds since 1970.
  var time: Int { Int(status.st_mtim.tv_sec) }
  var permissions: UInt32 { status.st_mode & 0o7777 }

  /// The existing file that a path leads to through all links.
  ///
  /// - Throws: ``FileError`` where the user may not write to it.
  static func writableTarget(of path: String) throws(FileError) -> String {
    guard access(path, W_OK) == 0, let resolved = realpath(path, nil) else {
      throw SystemFailure.last(path, doing: "not written")
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// The sentences for failed system calls.
package enum SystemFailure {
  /// The failure in `errno`.
  ///
  /// - Parameter doing: what did not happen because of it.
  package static func last(_ path: String, doing: String? = nil) -> FileError {
    let reason = reason(errno)
    return FileError(path: path, reason: doing.map { "\($0): \(reason)" } ?? reason)
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "this is a folder"
    case ENOTDIR: "a part of this path is not a folder"
    case ENOSPC, EDQUOT: "the disk is full"
    case EROFS: "the file system is read-only"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "there are too many symbolic links"
    case EFBIG: "the file would be larger than the system allows"
    default: String(cString: strerror(code))
    }
  }
}
