import Synchronization

/// The bytes of the pipes that were read: a pipe gives them once, but a file is read as often as it
/// is asked for, first for its format and then for its content.
///
/// A pipe stays open until its end was read, so that its writer is not ended by SIGPIPE.
enum PipeContents {
  private static let pipes = Mutex<[FileIdentity: OpenPipe]>([:])

  /// The first bytes of a pipe, at most `count` of them, waiting for its writer.
  ///
  /// - Parameter file: the pipe, just opened. After the end of an earlier reading, what another
  ///   writer has written since is its content.
  static func bytes(of file: consuming OpenFile, atMost count: Int) throws(FileError) -> [UInt8] {
    let identity = file.identity
    let opened = OpenPipe(file)
    return try pipes.withLock { pipes throws(FileError) -> [UInt8] in
      let pipe = pipes[identity].flatMap { $0.isReplaced(by: opened) ? nil : $0 } ?? opened
      pipes[identity] = pipe
      let bytes = try pipe.bytes(atMost: count)
      // Later there may be a writer.
      if bytes.isEmpty { pipes[identity] = nil }
      return bytes
    }
  }

  /// Releases the bytes of a pipe that holds more than can be used.
  static func forget(_ identity: FileIdentity) {
    pipes.withLock { $0[identity] = nil }
  }
}

/// A pipe with the bytes that were read from it so far; used under the lock of ``PipeContents``.
private final class OpenPipe: @unchecked Sendable {
  private var file: OpenFile?
  private var bytes: [UInt8] = []
  /// When its last bytes were written.
  private var modification: FileTime?

  init(_ file: consuming OpenFile) { self.file = consume file }

  /// Whether the same name has given other bytes since this one was read to its end.
  func isReplaced(by other: OpenPipe) -> Bool {
    guard file == nil, let now = other.file?.modification else { return false }
    return other.file?.hasInput == true || now != modification
  }

  func bytes(atMost count: Int) throws(FileError) -> [UInt8] {
    while bytes.count < count, let block = try nextBlock(atMost: count - bytes.count) {
      bytes += block
    }
    return bytes.count <= count ? bytes : Array(bytes.prefix(count))
  }

  /// The bytes of one reading; nil at the end.
  private func nextBlock(atMost count: Int) throws(FileError) -> [UInt8]? {
    let size = min(count, Self.blockSize)
    guard let block = try file?.bytes(atMost: size) else { return nil }
    if block.count < size {
      modification = file?.modification
      file = nil
    }
    return block
  }

  private static let blockSize = 4 << 20
}
