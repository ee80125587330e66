/// The messages of an object header, which say what an object of an HDF5 file is.
struct HDF5Header {
  /// A message.
  struct Message {
    let kind: Kind
    let body: ArraySlice<UInt8>
    /// Whether its body is elsewhere in the file.
    let isShared: Bool
  }

  /// The kinds of messages that are read, by their numbers.
  enum Kind: UInt16 {
    case dataspace = 1
    case linkInfo = 2
    case datatype = 3
    case link = 6
    case layout = 8
    case filters = 11
    case attribute = 12
    case continuation = 16
    case symbolTable = 17
  }

  private(set) var messages: [Message] = []

  /// Reads the header at an address, in version 1 or 2.
  init(_ content: inout HDF5Content, at address: UInt64) throws(FileError) {
    var cursor = try content.cursor(at: address)
    if cursor.remaining.starts(with: "OHDR".utf8) {
      try readVersion2(&cursor, &content)
    } else {
      try readVersion1(&cursor, &content)
    }
  }

  /// The body of the first message of a kind; nil where there is none.
  ///
  /// - Throws: ``FileError`` where it is shared with other objects, which is not supported.
  func body(
    _ kind: Kind, _ content: HDF5Content
  ) throws(FileError) -> ByteCursor? {
    guard let message = messages.first(where: { $0.kind == kind }) else { return nil }
    guard !message.isShared else { throw content.refused("a shared message is not supported") }
    return ByteCursor(message.body, path: content.path)
  }

  private mutating func readVersion1(
    _ cursor: inout ByteCursor, _ content: inout HDF5Content
  ) throws(FileError) {
    let version = try cursor.byte()
    guard version == 1 else {
      throw content.refused("an object header of version \(version) is not supported")
    }
    _ = try cursor.bytes(7, of: "an object header")
    let size = try cursor.littleEndian(UInt32.self)
    _ = try cursor.bytes(4, of: "an object header")
    var blocks = [try cursor.bytes(Int(size), of: "an object header")]
    while let block = blocks.popLast() {
      var rest = ByteCursor(block, path: content.path)
      while rest.remaining.count >= 8 {
        let (kind, length) = (
          try rest.littleEndian(UInt16.self), try rest.littleEndian(UInt16.self)
        )
        let flags = try rest.byte()
        _ = try rest.bytes(3, of: "a message")
        let body = try rest.bytes(Int(length), of: "a message")
        if let next = try add(kind, body, flags, &content) { blocks.append(next) }
      }
    }
  }

  private mutating func readVersion2(
    _ cursor: inout ByteCursor, _ content: inout HDF5Content
  ) throws(FileError) {
    _ = try cursor.bytes(5, of: "an object header")
    let flags = try cursor.byte()
    if flags & 0x20 != 0 { _ = try cursor.bytes(16, of: "the times") }
    if flags & 0x10 != 0 { _ = try cursor.bytes(4, of: "the limits") }
    let size = try cursor.littleEndian(bytes: 1 << Int(flags & 3), of: "a length")
    var blocks = [try cursor.bytes(Int(clamping: size), of: "an object header")]
    let hasOrder = flags & 4 != 0
    while let block = blocks.popLast() {
      var rest = ByteCursor(block, path: content.path)
      while rest.remaining.count >= (hasOrder ? 6 : 4) {
        let kind = UInt16(try rest.byte())
        let length = try rest.littleEndian(UInt16.self)
        let flags = try rest.byte()
        if hasOrder { _ = try rest.bytes(2, of: "a message") }
        let body = try rest.bytes(Int(length), of: "a message")
        guard let next = try add(kind, body, flags, &content) else { continue }
        // A signature before the messages, a checksum behind them.
        guard next.starts(with: "OCHK".utf8), next.count >= 8 else {
          throw content.refused("\"OCHK\" is expected where an object header goes on")
        }
        blocks.append(next.dropFirst(4).dropLast(4))
      }
    }
  }

  /// Adds a message.
  ///
  /// - Returns: the further block of messages that it refers to; nil where it refers to none.
  private mutating func add(
    _ kind: UInt16, _ body: ArraySlice<UInt8>, _ flags: UInt8, _ content: inout HDF5Content
  ) throws(FileError) -> ArraySlice<UInt8>? {
    try content.step()
    guard let kind = Kind(rawValue: kind) else { return nil }
    guard kind == .continuation else {
      messages.append(Message(kind: kind, body: body, isShared: flags & 2 != 0))
      return nil
    }
    var rest = ByteCursor(body, path: content.path)
    let address = try rest.littleEndian(UInt64.self)
    return try content.data(at: address, count: rest.littleEndian(UInt64.self))
  }
}
