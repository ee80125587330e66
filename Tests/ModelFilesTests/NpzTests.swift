import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct NpzTests {
  private let arrays = [
    NamedArray("a", NumericArray(Tensor(shape: [2, 2], elements: [1, 2, 3, 4]))),
    NamedArray("layer/ü", NumericArray(shape: [], int64s: [7])),
    NamedArray("empty", NumericArray(shape: [0], doubles: [])),
  ]

  /// Runs `body` with an archive of these bytes.
  private func withArchive(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    try withFolder { folder in
      try FileContent.write(bytes, to: "\(folder)/x.npz")
      try body("\(folder)/x.npz")
    }
  }

  /// The refusal of these bytes, without the folder.
  private func refusal(_ bytes: [UInt8], limit: Int = FileContent.limit) throws -> String? {
    var reason: String?
    try withArchive(bytes) { path in
      do {
        _ = try NpzArchive(path, limit: limit).arrays()
      } catch let error as FileError {
        reason =
          "\(FileError(path: String(error.path.dropFirst(path.count)), reason: error.reason))"
      }
    }
    return reason
  }

  @Test("What is written is read back", arguments: [false, true]) func roundTrip(deflated: Bool)
    throws
  {
    let bytes = try NpzFile.encode(arrays, deflated: deflated, path: "x")
    #expect(try NpzFile.encode(arrays, deflated: deflated, path: "x") == bytes)
    try withArchive(bytes) { path in
      let archive = try NpzArchive(path)
      #expect(archive.names == ["a", "layer/ü", "empty"])
      let read = try archive.arrays()
      #expect(read == arrays)
    }
  }

  @Test("Names with control characters are made harmless")
  func namesWithControlCharactersAreMadeHarmless() throws {
    let named = [NamedArray("a\u{1B}[2J", NumericArray(.zeros([2])))]
    try withArchive(try NpzFile.encode(named, path: "x")) { path in
      let name = try #require(try NpzArchive(path).names.first)
      #expect(name.hasPrefix("a") && !name.unicodeScalars.contains("\u{1B}"))
    }
  }

  @Test("Deflating makes smaller")
  func deflatingMakesSmaller() throws {
    let zeros = [NamedArray("z", NumericArray(.zeros([1000])))]
    let stored = try NpzFile.encode(zeros, path: "x")
    let packed = try NpzFile.encode(zeros, deflated: true, path: "x")
    #expect(stored.count > 4000)
    #expect(packed.count < 500)
  }

  @Test("Files that NumPy wrote are read", arguments: ["npz_savez.npz", "npz_compressed2.npz"])
  func numPysOwnFiles(name: String) throws {
    let archive = try NpzArchive(fixturePath(name))
    #expect(archive.names == ["weight", "bias", "step"])
    #expect(try archive.array("weight").shape == [3, 4])
    #expect(try archive.array("step").int64s == [17])
    #expect(
      sentence { _ = try archive.array("wieght") }
        == "\(fixturePath(name)): it has no array \"wieght\"; it has weight, bias, step")
  }

  @Test("An archive without members holds nothing")
  func anArchiveWithoutMembersHoldsNothing() throws {
    try withArchive(NpzFile.encode([], path: "x")) { path in
      let names = try NpzArchive(path).names
      #expect(names.isEmpty)
    }
  }

  @Test("Damaged content is refused")
  func damagedContentIsRefused() throws {
    let whole = try NpzFile.encode(arrays, path: "x")
    let start = try #require(whole.firstIndex(of: 0x93))
    var changed = whole
    changed[start + 130] ^= 1
    #expect(
      try refusal(changed) == ":a: its content does not match its checksum")
    #expect(try refusal(Array(whole.dropLast(30))) == ": this is not a complete ZIP archive")
    #expect(try refusal([]) == ": a ZIP archive is expected, but this is an empty file")
    #expect(try refusal(Array("text".utf8)) == ": this is not a complete ZIP archive")
  }

  @Test("A false size is refused unread")
  func aFalseSizeIsRefusedUnread() throws {
    let zeros = [NamedArray("z", NumericArray(.zeros([1000])))]
    let whole = try NpzFile.encode(zeros, deflated: true, path: "x")
    let entry = try #require(
      whole.indices.last { whole[$0...].starts(with: "PK\u{1}\u{2}".utf8) })
    var changed = whole
    changed.replaceSubrange(entry + 24..<entry + 28, with: [0, 0, 0, 16])
    let reason = try #require(try refusal(changed))
    #expect(
      reason.hasPrefix(":z: the member claims to decompress from ")
        && reason.hasSuffix(" to 256 MB, which is implausible for an array"))
    changed.replaceSubrange(entry + 24..<entry + 28, with: [0, 0, 0, 128])
    #expect(
      try refusal(changed, limit: 512 << 20)
        == ": its arrays decompress to more than the limit of 512 MB")
    changed.replaceSubrange(entry + 24..<entry + 28, with: [0x80, 0x10, 0, 0])
    #expect(
      try refusal(changed)
        == ":z: its size is not the one in the archive's directory")
  }

  @Test("The limit is for all members together")
  func theLimitIsForAllMembersTogether() throws {
    let bytes = try NpzFile.encode(arrays, path: "x")
    try withArchive(bytes) { path in
      #expect(
        sentence { _ = try NpzArchive(path, limit: 300) }
          == "\(path): its arrays decompress to more than the limit of 300 bytes")
    }
  }

  @Test("Two members of the same name are not written")
  func twoOfTheSameNameAreNotWritten() {
    #expect(
      sentence { _ = try NpzFile.encode([arrays[0], arrays[0]], path: "x.npz") }
        == "x.npz: two arrays of the same name cannot be written")
  }

  @Test("No damaged byte traps")
  func noDamagedByteTraps() throws {
    let whole = try fixture("npz_compressed2.npz")
    try withFolder { folder in
      for index in stride(from: 0, to: whole.count, by: 3) {
        var changed = whole
        changed[index] ^= 0xFF
        try FileContent.write(changed, to: "\(folder)/x.npz")
        _ = sentence { _ = try NpzArchive("\(folder)/x.npz").arrays() }
      }
    }
  }
}
