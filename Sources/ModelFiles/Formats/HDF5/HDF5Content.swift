/// The bytes of an HDF5 file, of which no more may be read than a well-formed file has.
///
/// Method: "HDF5 File Format Specification Version 3.0", The HDF Group.
struct HDF5Content {
  let path: String
  private let bytes: [UInt8]
  /// How many steps may still be done: objects, messages, entries of B-trees.
  private var steps = 1 << 20
  /// How many bytes of data and texts may still be read: no two have the same bytes in a file that a
  /// program wrote, apart from small ones.
  private var room: Int

  /// The address that stands for none.
  static let noAddress = UInt64.max

  init(_ bytes: [UInt8], path: String) {
    (self.bytes, self.path, room) = (bytes, path, 2 * bytes.count)
  }

  func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  /// A cursor at an address.
  ///
  /// - Throws: ``FileError`` where the file has no such address, or was asked too often.
  mutating func cursor(at address: UInt64) throws(FileError) -> ByteCursor {
    try step()
    guard address <= UInt64(bytes.count) else {
      throw refused("it refers to byte \(address), but has only \(bytes.count)")
    }
    return ByteCursor(bytes[Int(address)...], path: path)
  }

  /// A cursor behind a signature of four letters.
  mutating func cursor(
    at address: UInt64, behind signature: String
  ) throws(FileError) -> ByteCursor {
    var cursor = try cursor(at: address)
    guard try cursor.bytes(4, of: "a signature").elementsEqual(signature.utf8) else {
      throw refused("\"\(signature)\" is expected at byte \(address)")
    }
    return cursor
  }

  /// Data of the file.
  mutating func data(at address: UInt64, count: UInt64) throws(FileError) -> ArraySlice<UInt8> {
    var cursor = try cursor(at: address)
    let data = try cursor.bytes(Int(clamping: count), of: "a part")
    try spend(data.count)
    return data
  }

  /// Counts steps.
  mutating func step(_ count: Int = 1) throws(FileError) {
    steps -= count
    guard steps > 0 else { throw refused("it refers to the same parts again and again") }
  }

  /// Counts bytes of data or texts.
  mutating func spend(_ count: Int) throws(FileError) {
    room -= count
    guard room >= 0 else { throw refused("it refers to the same data again and again") }
  }
}
