/// Members that are read only where what the directory says of them is plausible.
extension ZipReader {
  /// The decompressed bytes of a member, as ``bytes(of:path:)`` gives them.
  ///
  /// - Throws: ``FileError`` also where it is encrypted, compressed in another way than stored or
  ///   deflated, or claims an implausible size.
  func checkedBytes(of member: Member, path: String) throws(FileError) -> [UInt8] {
    if let reason = member.refusal { throw FileError(path: path, reason: reason) }
    return try bytes(of: member, path: path)
  }

  /// The bytes of all members together; `Int.max` where that overflows.
  static func size(of members: [Member]) -> Int {
    members.reduce(0) { sum, member in
      let (total, overflow) = sum.addingReportingOverflow(member.size)
      return overflow ? .max : total
    }
  }
}

extension ZipReader.Member {
  fileprivate var refusal: String? {
    if isEncrypted { return "the member is encrypted" }
    guard [0, 8].contains(method) else {
      return "the member is compressed with method \(method), but only stored (0) and "
        + "deflated (8) members can be read"
    }
    guard size <= FileContent.limit else {
      return "the member claims to take \(ByteCount(size)), more than the limit of "
        + "\(ByteCount(FileContent.limit))"
    }
    guard GzipFile.isPlausible(size, from: compressedSize) else {
      return "the member claims to decompress from \(ByteCount(compressedSize)) to "
        + "\(ByteCount(size)), which is implausible for an array"
    }
    return nil
  }
}
