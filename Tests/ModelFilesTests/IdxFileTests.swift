import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct IdxFileTests {
  private func decode(_ bytes: [UInt8], limit: Int = FileContent.limit) throws -> NumericArray {
    try IdxFile.decode(bytes[...], path: "x", limit: limit)
  }

  @Test(
    "Every element type is read",
    arguments: [
      (8, ElementType.uint8, [200], 200), (9, .int8, [0xFE], -2), (0x0B, .int16, [0xFF, 0xFE], -2),
      (0x0C, .int32, [0, 1, 0, 0], 65536), (0x0D, .float32, [0x3F, 0x80, 0, 0], 1),
      (0x0E, .float64, [0x3F, 0xF0, 0, 0, 0, 0, 0, 0], 1),
    ] as [(UInt8, ElementType, [UInt8], Double)])
  func elementTypes(code: UInt8, type: ElementType, bytes: [UInt8], value: Double) throws {
    for file in [idx(code, [1, 1], bytes), gzip(idx(code, [1, 1], bytes))] {
      let array = try decode(file)
      #expect(array.elementType == type)
      #expect(array.shape == [1, 1])
      #expect(array.doubles == [value])
    }
  }

  @Test("A deflated file is read")
  func deflatedFile() throws {
    let array = try IdxFile.read(fixturePath("idx_08_4d.gz"))
    #expect(array.shape == [3, 2, 4, 2])
    #expect(array.doubles.prefix(4) == [255, 206, 140, 202])
    #expect(array.doubles.last == 0)
  }

  @Test("A gzip file may have several members")
  func severalPackedParts() throws {
    let whole = idx(8, [4], [1, 2, 3, 4])
    let array = try decode(gzip(Array(whole.prefix(9))) + gzip(Array(whole.dropFirst(9))))
    #expect(array.doubles == [1, 2, 3, 4])
  }

  @Test(
    "A broken file is refused in a sentence",
    arguments: [
      ([0, 0, 8], "the file is truncated in its header"),
      ([0, 0, 8, 1, 0, 0], "the file is truncated in its header"),
      (
        [1, 0, 8, 1, 0, 0, 0, 0],
        "an IDX file is expected, which begins with two zero bytes, but this is of an unknown format"
      ),
      (
        [0, 0, 10, 1, 0, 0, 0, 0],
        "the IDX element types are 8, 9 and 11 to 14, but its header has 10"
      ),
      (
        idx(8, [2, 2], [1, 2, 3]),
        "an array of 2×2 uint8 numbers takes 4 bytes, but the header is followed by 3 bytes"
      ),
      (
        idx(8, [1], [1, 2]),
        "an array of 1 uint8 numbers takes 1 byte, but the header is followed by 2 bytes"
      ),
      (
        idx(0x0E, [4_294_967_295, 4_294_967_295, 4_294_967_295], []),
        "an array of 4294967295×4294967295×4294967295 float64 numbers is too large for any machine"
      ),
      (
        gzip(idx(8, [4_294_967_295], [])),
        "its header declares 4294967295 uint8 numbers, more than 31 bytes of gzip data can hold"
      ),
      (
        gzip(idx(8, [1], [1, 2])),
        "an array of 1 uint8 numbers takes 1 byte, but the header is followed by 2 bytes"
      ),
      (
        gzip(idx(8, [2], [1])),
        "an array of 2 uint8 numbers takes 2 bytes, but the header is followed by 1 byte"
      ),
      (
        gzip(idx(8, [1], [1])) + [9],
        "unexpected data after the gzip stream (1 byte)"
      ),
      (Array(gzip(idx(8, [1], [1])).dropLast()), "its gzip data is truncated"),
    ] as [([UInt8], String)])
  func refused(bytes: [UInt8], reason: String) {
    #expect(sentence { _ = try decode(bytes) } == "x: \(reason)")
  }

  @Test("A wrong checksum is seen")
  func aWrongCheckSumIsSeen() {
    var bytes = gzip(idx(8, [1], [1]))
    bytes[bytes.count - 8] ^= 1
    #expect(
      sentence { _ = try decode(bytes) }
        == "x: its gzip data is corrupt (incorrect data check)")
  }

  @Test("The size limit holds")
  func theLimitHolds() {
    let bytes = gzip(idx(8, [200], [UInt8](repeating: 0, count: 200)))
    #expect(sentence { _ = try decode(bytes, limit: 199) } != nil)
    #expect(sentence { _ = try decode(bytes, limit: 200) } == nil)
  }

  @Test("No prefix traps")
  func noPrefixTraps() throws {
    let whole = try fixture("idx_08_4d.gz")
    for count in whole.indices {
      #expect(sentence { _ = try decode(Array(whole.prefix(count))) } != nil)
    }
  }
}
