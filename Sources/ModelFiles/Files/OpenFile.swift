import Glibc

/// A file that is open, and is closed when its value goes.
struct OpenFile: ~Copyable {
  /// The file as the user named it, for the sentences.
  private let path: String
  /// The file's own name where it is not yet what the user named.
  private let temporary: String?
  /// The system's number for it.
  private(set) var descriptor: Int32
  /// The size in bytes that the file had when it was opened; 0 for a pipe.
  let size: Int
  let isPipe: Bool

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  /// Opens a file or pipe to read.
  init(reading path: String) throws(FileError) {
    // Without O_NONBLOCK, opening a pipe without a writer would wait for ever.
    let descriptor = try Self.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard let status = FileStatus(descriptor: descriptor) else {
      defer { _ = Glibc.close(descriptor) }
      throw SystemFailure.last(path)
    }
    guard status.isRegular || status.isPipe else {
      _ = Glibc.close(descriptor)
      let found = status.isFolder ? "a folder" : "a device"
      throw FileError(path: path, reason: "this is \(found), but a file is expected")
    }
    self.init(path: path, temporary: nil, status: status, descriptor: descriptor)
  }

  /// Opens what exists, a device or pipe, to write.
  init(writing path: String) throws(FileError) {
    let descriptor = try Self.open(path, O_WRONLY | O_CLOEXEC)
    self.init(path: path, temporary: nil, status: nil, descriptor: descriptor)
  }

  /// Makes a new file in the folder of `target`, under a name of its own.
  init(beside target: String, namedByUser path: String) throws(FileError) {
    let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
    for attempt in 0..<100 {
      let name = "\(folder).cnnscope-\(getpid())-\(attempt).tmp"
      let descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        self.init(path: path, temporary: name, status: nil, descriptor: descriptor)
        return
      }
      guard errno == EEXIST else { break }
    }
    throw SystemFailure.last(path, doing: "no file can be made in its folder")
  }

  private init(path: String, temporary: String?, status: FileStatus?, descriptor: Int32) {
    self.path = path
    self.temporary = temporary
    self.descriptor = descriptor
    size = status?.size ?? 0
    isPipe = status?.isPipe == true
  }

  private static func open(_ path: String, _ flags: Int32) throws(FileError) -> Int32 {
    guard !path.utf8.contains(0) else {
      throw FileError(path: path, reason: "a file name cannot contain the character 0")
    }
    let descriptor = Glibc.open(path, flags)
    guard descriptor >= 0 else { throw SystemFailure.last(path) }
    return descriptor
  }

  /// The bytes from here to the end, at most `count` of them.
  func bytes(atMost count: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(size, count))
    var chunk = [UInt8](repeating: 0, count: min(1 << 18, count))
    while bytes.count < count {
      let wanted = min(chunk.count, count - bytes.count)
      let got = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, wanted) }
      if got == 0 { break }
      if got > 0 {
        bytes.append(contentsOf: chunk[..<got])
      } else if errno == EAGAIN {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, -1)
      } else if errno != EINTR {
        throw SystemFailure.last(path)
      }
    }
    return bytes
  }

  /// Appends all of the bytes.
  func write(_ bytes: [UInt8]) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw SystemFailure.last(path, doing: "not written")
      }
    }
  }

  func setPermissions(_ permissions: UInt32) throws(FileError) {
    guard fchmod(descriptor, permissions) == 0 else { throw SystemFailure.last(path) }
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw SystemFailure.last(path, doing: "not written") }
  }

  /// Closes the file and says whether the system took all of it.
  mutating func close() throws(FileError) {
    let status = Glibc.close(descriptor)
    descriptor = -1
    guard status == 0 else { throw SystemFailure.last(path, doing: "not written") }
  }

  /// Gives a file made beside `target` its name.
  func rename(to target: String) throws(FileError) {
    guard let temporary, Glibc.rename(temporary, target) == 0 else {
      throw SystemFailure.last(path, doing: "not written")
    }
  }

  /// Removes a file made beside another.
  func remove() {
    if let temporary { _ = unlink(temporary) }
  }

  /// Leaves the closing to whoever took the descriptor.
  mutating func disown() { descriptor = -1 }
}
