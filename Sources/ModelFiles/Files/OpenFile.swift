import Glibc

/// An open file, closed with its value.
struct OpenFile: ~Copyable {
  /// The file as the user named it, for the sentences.
  private let path: String
  /// The temporary name of a file that will be renamed to what the user named.
  private let temporary: String?
  /// The file descriptor; −1 once it is closed or given away.
  private(set) var descriptor: Int32
  /// The size in bytes that the file had when it was opened; 0 for a pipe.
  let size: Int
  let isPipe: Bool
  /// Which file it is, whatever its name.
  let identity: FileIdentity

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  /// Opens a file or pipe to read.
  init(reading path: String) throws(FileError) {
    // Without O_NONBLOCK, opening a pipe without a writer would block.
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

  /// Opens an existing device or pipe to write, or what is open already, such as `/dev/stdout`.
  init(writing path: String) throws(FileError) {
    let descriptor =
      if let own = FileStatus.ownDescriptor(path) {
        try Self.copy(of: own, path)
      } else {
        try Self.openForWriting(path)
      }
    self.init(path: path, temporary: nil, status: nil, descriptor: descriptor)
  }

  /// Creates a file in the folder of `target`, under a temporary name.
  init(beside target: String, namedByUser path: String) throws(FileError) {
    let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
    StaleFiles.remove(in: String(folder))
    for attempt in 0..<100 {
      let name = "\(folder).cnnscope-\(getpid())-\(attempt).tmp"
      let descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        StaleFiles.lock(descriptor)
        self.init(path: path, temporary: name, status: nil, descriptor: descriptor)
        return
      }
      guard errno == EEXIST else { break }
    }
    throw SystemFailure.last(path, doing: "no file can be created in its folder")
  }

  private init(path: String, temporary: String?, status: FileStatus?, descriptor: Int32) {
    self.path = path
    self.temporary = temporary
    self.descriptor = descriptor
    size = status?.size ?? 0
    isPipe = status?.isPipe == true
    identity = status?.identity ?? FileIdentity(device: 0, inode: 0)
  }

  private static func open(_ path: String, _ flags: Int32) throws(FileError) -> Int32 {
    guard !path.utf8.contains(0) else {
      throw FileError(path: path, reason: "a file name cannot contain a NUL character")
    }
    let descriptor = Glibc.open(path, flags)
    if descriptor >= 0 { return descriptor }
    // A socket, which some programs start others with, cannot be opened by its name.
    guard errno == ENXIO, let own = FileStatus.ownDescriptor(path) else {
      throw SystemFailure.last(path)
    }
    return try copy(of: own, path)
  }

  /// Opens a device or pipe. A pipe that nobody reads is an error, because opening it would wait
  /// for ever; its reader may come a little later.
  private static func openForWriting(_ path: String) throws(FileError) -> Int32 {
    for attempt in 0... {
      let descriptor = Glibc.open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return descriptor
      }
      guard errno == ENXIO, FileStatus(path)?.isPipe == true else { break }
      guard attempt < readerDelay else {
        throw FileError(path: path, reason: "not written: nobody reads from this pipe")
      }
      usleep(1000)
    }
    throw SystemFailure.last(path)
  }

  /// How long the reader of a pipe is waited for, in milliseconds.
  private static let readerDelay = 2000

  private static func copy(of descriptor: Int32, _ path: String) throws(FileError) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw SystemFailure.last(path) }
    return copy
  }

  /// The remaining bytes, at most `count` of them.
  func bytes(atMost count: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(size, count))
    bytes.withUnsafeMutableBytes { memory in
      UnsafeMutableRawBufferPointer(start: memory.baseAddress, count: min(size, count))
        .adviseHugePages()
    }
    var chunk = [UInt8](repeating: 0, count: min(1 << 18, count))
    var waits = isPipe
    while bytes.count < count {
      let got = try read(into: &chunk, atMost: count - bytes.count)
      if got == 0 {
        // The writer of a named pipe may not have opened it yet.
        guard waits, waitForInput(milliseconds: Self.writerDelay) else { break }
      }
      waits = false
      bytes.append(contentsOf: chunk[..<got])
    }
    return bytes
  }

  /// Reads the next bytes and waits for them if necessary.
  ///
  /// - Returns: how many were read, 0 at the end.
  private func read(into chunk: inout [UInt8], atMost count: Int) throws(FileError) -> Int {
    while true {
      let got = chunk.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, min($0.count, count))
      }
      if got >= 0 { return got }
      guard errno == EAGAIN || errno == EINTR else { throw SystemFailure.last(path) }
      if errno == EAGAIN { waitForInput(milliseconds: -1) }
    }
  }

  /// The bytes of a part of a regular file.
  ///
  /// - Throws: ``FileError`` where it has become too short.
  func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).adviseHugePages()
      while filled < count {
        let rest = buffer.baseAddress.map { $0 + filled }
        let got = pread(descriptor, rest, count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          let short = FileError(path: path, reason: "it ends too early")
          failure = got < 0 ? SystemFailure.last(path) : short
          return
        }
        filled += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// How long a pipe without a writer is waited for.
  private static let writerDelay: Int32 = 1000

  /// When it was written to for the last time.
  var modification: FileTime? { FileStatus(descriptor: descriptor)?.modification }

  /// Whether bytes can be read at once.
  var hasInput: Bool { waitForInput(milliseconds: 0) }

  /// - Returns: whether there are bytes.
  @discardableResult
  private func waitForInput(milliseconds: Int32) -> Bool {
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&event, 1, milliseconds) > 0 && event.revents & Int16(POLLIN) != 0
  }

  /// Appends all of the bytes.
  func write(_ bytes: [UInt8]) throws(FileError) {
    guard writeAll(bytes, to: descriptor) else {
      throw SystemFailure.last(path, doing: "not written")
    }
  }

  /// Writes all of the bytes at a place of the file.
  func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) == offset else {
      throw SystemFailure.last(path, doing: "not written")
    }
    try write(bytes)
  }

  func setPermissions(_ permissions: UInt32) throws(FileError) {
    guard fchmod(descriptor, permissions) == 0 else { throw SystemFailure.last(path) }
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(FileError) {
    guard fsync(descriptor) == 0 else { throw SystemFailure.last(path, doing: "not written") }
  }

  /// Closes the file; what could not be written is an error.
  mutating func close() throws(FileError) {
    let status = Glibc.close(descriptor)
    descriptor = -1
    guard status == 0 else { throw SystemFailure.last(path, doing: "not written") }
  }

  /// Renames a temporary file to `target`.
  func rename(to target: String) throws(FileError) {
    guard let temporary, Glibc.rename(temporary, target) == 0 else {
      throw SystemFailure.last(path, doing: "not written")
    }
  }

  /// Removes a temporary file.
  func remove() {
    if let temporary { _ = unlink(temporary) }
  }

  /// Leaves closing to the new owner of the descriptor.
  mutating func relinquish() { descriptor = -1 }
}
