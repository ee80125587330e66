import Glibc

/// Which file it is: names of the same one, as by links, have equal identities.
struct FileIdentity: Hashable, Sendable {
  let device: UInt
  let inode: UInt
}

/// A time of the file system.
struct FileTime: Hashable, Sendable {
  let seconds: Int
  let nanoseconds: Int
}

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
  var identity: FileIdentity { FileIdentity(device: status.st_dev, inode: status.st_ino) }

  var modification: FileTime {
    FileTime(seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  /// The number of a descriptor that the program has open, by its path: `/dev/stdout`,
  /// `/dev/fd/3`; nil for any other path.
  static func ownDescriptor(_ path: String) -> Int32? {
    let standard = ["/dev/stdin", "/dev/stdout", "/dev/stderr"]
    if let index = standard.firstIndex(of: path) { return Int32(index) }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count))
    }
    return nil
  }

  /// The path without links; as it is where there is no such file.
  static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path of the file that a link to nothing would lead to; any other path as it is.
  static func missingTarget(of path: String) -> String {
    var path = path
    for _ in 0..<40 {
      var name = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &name, name.count)
      guard count > 0 else { break }
      let target = String(decoding: name[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
      path = target.hasPrefix("/") ? target : folder + target
    }
    return path
  }

  /// The existing file that a path leads to through all links.
  ///
  /// - Throws: ``FileError`` where the user may not write to it.
  static func writableTarget(of path: String) throws(FileError) -> String {
    guard access(path, W_OK) == 0 else { throw SystemFailure.last(path, doing: "not written") }
    return resolved(path)
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
