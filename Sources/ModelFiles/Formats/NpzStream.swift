import CNNModel
import CZlib
import Glibc

/// An `.npz` file whose arrays are written piece by piece, all of them at once.
///
/// Since every array's size is known beforehand, so is its place in the file. What has no place in
/// memory is on the disk; the file has its name when it is complete, and there is none before.
///
/// Method: PKWARE's APPNOTE 6.3, stored members with sizes of 64 bits; dates as in ``NpzFile``.
package final class NpzStream {
  /// An array to be written: its name and its layout.
  package struct Member: Hashable, Sendable {
    let name: String
    let shape: Shape
    let elementType: ElementType

    package init(_ name: String, _ shape: Shape, _ elementType: ElementType) {
      (self.name, self.shape, self.elementType) = (name, shape, elementType)
    }
  }

  /// A member's place, and how much of it is written.
  private struct Place {
    let name: [UInt8]
    /// Where its local header begins.
    let start: Int
    let size: Int
    var written = 0
    var checksum: UInt32 = 0

    var contentStart: Int { start + 30 + name.count + Self.extraSize }
    var end: Int { contentStart + size }
    /// The size of the field with the sizes of 64 bits.
    static let extraSize = 20
  }

  private let path: String
  private let target: String
  private var file: OpenFile
  private var places: [Place]
  private let headers: [[UInt8]]

  /// Begins a file.
  ///
  /// - Parameter path: a file that does not exist or may be replaced, as
  ///   ``FileContent/checkReplaceable(_:by:replacing:)`` says.
  /// - Throws: ``FileError`` where it cannot be created, the arrays are larger than any file, or
  ///   the name of one is longer than an archive can hold.
  package init(_ members: [Member], to path: String) throws(FileError) {
    self.path = path
    (places, headers) = try Self.places(of: members, path)
    target =
      FileStatus(path) == nil
      ? FileStatus.missingTarget(of: path) : try FileStatus.writableTarget(of: path)
    file = try OpenFile(beside: target, namedByUser: path)
    for member in headers.indices { try write(headers[member], to: member) }
  }

  /// The places of arrays one behind the other, and the headers of their `.npy` members.
  private static func places(
    of members: [Member], _ path: String
  ) throws(FileError) -> ([Place], headers: [[UInt8]]) {
    var (places, headers): ([Place], [[UInt8]]) = ([], [])
    for member in members {
      let header = NpyFile.header(member.shape, member.elementType)
      let layout = ArrayLayout(extents: member.shape.extents, elementType: member.elementType)
      let start = places.last?.end ?? 0
      guard let count = layout.byteCount, count < 1 << 60, start < 1 << 60 else {
        throw FileError(path: path, reason: "the arrays are larger than any file can be")
      }
      let name = Array("\(member.name.harmless).npy".utf8)
      guard name.count <= Int(UInt16.max) else {
        throw FileError(
          path: path, reason: "the name of an array is longer than an archive can hold")
      }
      places.append(Place(name: name, start: start, size: header.count + count))
      headers.append(header)
    }
    return (places, headers)
  }

  /// Appends elements to an array.
  ///
  /// - Throws: ``FileError`` where they cannot be written.
  /// - Precondition: the array has room for them.
  package func append(_ array: NumericArray, to member: Int) throws(FileError) {
    try write(Array(array.bytes), to: member)
  }

  private func write(_ bytes: [UInt8], to member: Int) throws(FileError) {
    let place = places[member]
    precondition(place.written + bytes.count <= place.size, "more than the array has")
    do throws(FileError) {
      try file.write(bytes, at: place.contentStart + place.written)
    } catch {
      file.remove()
      throw error
    }
    places[member].written += bytes.count
    places[member].checksum = bytes.withUnsafeBytes { memory in
      let start = memory.bindMemory(to: UInt8.self).baseAddress
      return UInt32(crc32_z(UInt(place.checksum), start, memory.count))
    }
  }

  /// Completes the file and gives it its name.
  ///
  /// - Throws: ``FileError`` where that fails; there is no file then.
  /// - Precondition: all arrays are complete.
  package func finish() throws(FileError) {
    precondition(places.allSatisfy { $0.written == $0.size }, "an array is incomplete")
    do throws(FileError) {
      for place in places { try file.write(localHeader(place), at: place.start) }
      try file.write(directory, at: places.last?.end ?? 0)
      try file.synchronize()
      try file.close()
      try file.rename(to: target)
    } catch {
      file.remove()
      throw error
    }
  }

  /// Removes what was written so far.
  package func discard() { file.remove() }

  private func localHeader(_ place: Place) -> [UInt8] {
    var header = ByteList()
    header.add(0x0403_4B50 as UInt32)
    addCommon(place, &header)
    header.add(UInt16(Place.extraSize))
    header.bytes += place.name
    addSizes(place, &header)
    return header.bytes
  }

  /// From the version to the length of the name; 0xFFFFFFFF stands for a size in the extra field.
  private func addCommon(_ place: Place, _ header: inout ByteList) {
    header.add(45 as UInt16)
    header.add(1 << 11 as UInt16)  // The name is UTF-8.
    header.add(0 as UInt16)
    header.add(0 as UInt16)
    header.add(1 << 5 | 1 as UInt16)
    header.add(place.checksum)
    header.add(UInt32.max)
    header.add(UInt32.max)
    header.add(UInt16(place.name.count))
  }

  private func addSizes(_ place: Place, _ header: inout ByteList) {
    header.add(1 as UInt16)
    header.add(UInt16(Place.extraSize - 4))
    header.add(UInt64(place.size))
    header.add(UInt64(place.size))
  }

  /// The central directory and its ends.
  private var directory: [UInt8] {
    var list = ByteList()
    for place in places {
      list.add(0x0201_4B50 as UInt32)
      list.add(45 as UInt16)
      addCommon(place, &list)
      list.add(UInt16(Place.extraSize + 8))
      list.bytes += [UInt8](repeating: 0, count: 10)
      list.add(UInt32.max)
      list.bytes += place.name
      list.add(1 as UInt16)
      list.add(UInt16(Place.extraSize + 4))
      list.add(UInt64(place.size))
      list.add(UInt64(place.size))
      list.add(UInt64(place.start))
    }
    return list.bytes + ends(directorySize: list.bytes.count)
  }

  private func ends(directorySize: Int) -> [UInt8] {
    let start = UInt64(places.last?.end ?? 0)
    var list = ByteList()
    list.add(0x0606_4B50 as UInt32)
    list.add(44 as UInt64)
    list.add(45 as UInt16)
    list.add(45 as UInt16)
    list.add(0 as UInt64)
    list.add(UInt64(places.count))
    list.add(UInt64(places.count))
    list.add(UInt64(directorySize))
    list.add(start)
    list.add(0x0706_4B50 as UInt32)
    list.add(0 as UInt32)
    list.add(start + UInt64(directorySize))
    list.add(1 as UInt32)
    list.add(0x0605_4B50 as UInt32)
    list.add(0 as UInt32)
    list.add(UInt16.max)
    list.add(UInt16.max)
    list.add(UInt32.max)
    list.add(UInt32.max)
    list.add(0 as UInt16)
    return list.bytes
  }
}

/// Bytes of little-endian integers.
private struct ByteList {
  var bytes: [UInt8] = []

  mutating func add<N: FixedWidthInteger>(_ number: N) {
    for index in 0..<N.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: number >> N(index * 8)))
    }
  }
}
