import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct NpyFileTests {
  private func decode(_ bytes: [UInt8]) throws -> NumericArray {
    try NpyFile.decode(bytes[...], path: "x.npy")
  }

  @Test("Headers of all versions and spellings are read", arguments: [UInt8(1), 2, 3])
  func versionsAndSpelling(version: UInt8) throws {
    let spelling = "{\"shape\":(2 ,1L,),\t\"fortran_order\" : False,'descr':'<u2'} \n"
    let array = try decode(npy(spelling, [1, 0, 0, 1], version: version))
    #expect(array.shape == [2, 1])
    #expect(array.elementType == .uint16)
    #expect(array.doubles == [1, 256])
  }

  @Test(
    "Every element type is read",
    arguments: [
      ("<f2", ElementType.float16, [0x00, 0x3C], 1.0), (">f4", .float32, [0x3F, 0x80, 0, 0], 1),
      ("=f8", .float64, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F], 1), ("|i1", .int8, [0xFF], -1),
      (">i2", .int16, [0xFF, 0xFE], -2), ("<i4", .int32, [0xFE, 0xFF, 0xFF, 0xFF], -2),
      (">i8", .int64, [0, 0, 0, 0, 0, 0, 1, 0], 256), ("u1", .uint8, [200], 200),
      ("<u2", .uint16, [0, 0x80], 32768), (">u4", .uint32, [0x80, 0, 0, 0], 2_147_483_648),
      ("<u8", .uint64, [5, 0, 0, 0, 0, 0, 0, 0], 5), ("|b1", .bool, [7], 1), ("?", .bool, [0], 0),
    ] as [(String, ElementType, [UInt8], Double)])
  func elementTypes(code: String, type: ElementType, bytes: [UInt8], value: Double) throws {
    let array = try decode(npy("{'descr': '\(code)', 'fortran_order': False, 'shape': ()}", bytes))
    #expect(array.elementType == type)
    #expect(array.shape == [])
    #expect(array.doubles == [value])
    #expect(array.tensor.elements == [Float(value)])
    #expect(array.int64s == [Int64(value)])
  }

  @Test("Column-major arrays become row-major")
  func columnMajorBecomesRowMajor() throws {
    // Element [i,j,k] of 2×3×2 holds 100i + 10j + k; in Fortran's order i runs first.
    let content: [UInt8] = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121]
    let array = try decode(
      npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2)}", content))
    #expect(array.doubles == [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121])
  }

  @Test("Exact numbers are kept")
  func exactNumbersAreKept() throws {
    let content: [UInt8] = [UInt8](repeating: 0xFF, count: 8)
    let largest = try decode(
      npy("{'descr': '<u8', 'fortran_order': False, 'shape': (1,)}", content))
    #expect(largest.texts(in: 0..<1) == ["18446744073709551615"])
    #expect(largest.int64s == nil)
    let half = NumericArray(shape: [2], doubles: [0.1, 2])
    #expect(half.doubles == [0.1, 2])
    #expect(half.int64s == nil)
    #expect(half.floats(in: 1..<2) == [2])
  }

  @Test("Empty arrays are arrays")
  func emptyArrays() throws {
    let array = try decode(
      npy("{'descr': '<f4', 'fortran_order': True, 'shape': (0, 9223372036854775)}"))
    #expect(array.count == 0)
    #expect(array.doubles == [])
  }

  @Test("Writes what it reads")
  func writesWhatItReads() throws {
    let arrays = [
      NumericArray(
        Tensor(shape: [2, 3], elements: [1, -0.0, .nan, .infinity, .leastNonzeroMagnitude, 3])),
      NumericArray(shape: [3], doubles: [0.1, .pi, -2]),
      NumericArray(shape: [], int64s: [.min]), NumericArray(shape: [1, 2, 1], bytes: [1, 255]),
    ]
    for array in arrays {
      let bytes = NpyFile.encode(array)
      #expect((bytes.count - array.count * array.elementType.size) % 64 == 0)
      #expect(try decode(bytes) == array)
    }
    try withFolder { folder in
      try NpyFile.write(arrays[0], to: "\(folder)/a.npy")
      #expect(try NpyFile.read("\(folder)/a.npy") == arrays[0])
    }
  }

  @Test("It writes NumPy's header")
  func writesTheHeaderOfNumPy() {
    let bytes = NpyFile.encode(NumericArray(shape: [3], doubles: [1, 2, 3]))
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"
    let start = npy(header + String(repeating: " ", count: 118 - header.utf8.count - 1) + "\n")
    #expect(Array(bytes.prefix(128)) == start)
  }

  @Test("Files that NumPy wrote are read")
  func numPysOwnFiles() throws {
    let array = try NpyFile.read(fixturePath("npy_06.npy"))
    #expect(array.shape == [2, 3, 2, 2])
    #expect(array.doubles[0] == 0.3554384723493521)
    #expect(array.doubles[23] == 1.189060725824544)
    let half = try NpyFile.read(fixturePath("npy_12.npy"))
    #expect(half.elementType == .float16)
    #expect(half.doubles[0] == 0.87255859375)
    #expect(half.doubles[2].isNaN)
  }

  @Test(
    "Broken headers are refused in a sentence",
    arguments: [
      (
        "{'descr': '|O', 'fortran_order': False, 'shape': ()}",
        "its elements are pickled Python objects, but real numbers are expected"
      ),
      (
        "{'descr': '<c8', 'fortran_order': False, 'shape': ()}",
        "its elements are complex numbers, but real numbers are expected"
      ),
      (
        "{'descr': '<f16', 'fortran_order': False, 'shape': ()}",
        "its elements are of the unknown type \"<f16\", but real numbers are expected"
      ),
      (
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}",
        "its elements are structured records, but plain numbers are expected"
      ),
      ("{'fortran_order': False, 'shape': ()}", "its header has no descr"),
      ("{'descr': '<f4', 'shape': ()}", "its header has no fortran_order"),
      ("{'descr': '<f4', 'fortran_order': False}", "its header has no shape"),
      (
        "{'shape': (), 'shape': ()}", "its header has shape twice"
      ),
      (
        "{'x\u{1B}': 1}",
        "its header has the key \"x\\u{1b}\", but only descr, fortran_order and shape are allowed"
      ),
      (
        "{'descr': '<f4', 'fortran_order': 0, 'shape': ()}",
        "its header should have True or False at character 35, but has \"0, 'shape': \""
      ),
      (
        "{'shape': (3)}",
        "its header should have \",\" after the only extent of the shape at character 13, but has \")}\""
      ),
      ("{'shape': (-1,)}", "its shape has a negative extent"),
      (
        "{'shape': (03,)}",
        "its header should have an integer without a leading 0 at character 12, but has \"03,)}\""
      ),
      (
        "{'shape': (99999999999999999999,)}",
        "its shape has the extent \"99999999999999999999\", which is too large"
      ),
      (
        "{'descr': '<f4",
        "its header should have a closing quotation mark at character 11, but has \"'<f4\""
      ),
      (
        "{'shape': (3,",
        "its header should have an integer without a leading 0 at character 14, but it ends there"
      ),
      ("", "its header should have \"{\" at character 1, but it ends there"),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x",
        "its header should have nothing more at character 55, but has \"x\""
      ),
      (
        "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
        "an array of 4294967296×4294967296 float64 numbers is too large for any machine"
      ),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296)}",
        "an array of 0×4294967296×4294967296 float32 numbers is too large for any machine"
      ),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,)}",
        "an array of 2147483648 float32 numbers takes 8192 MB, but the header is followed by nothing"
      ),
    ])
  func refusedHeaders(header: String, reason: String) {
    #expect(sentence { _ = try decode(npy(header)) } == "x.npy: \(reason)")
  }

  @Test("Broken files are refused in a sentence")
  func refusedFiles() {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}"
    #expect(
      sentence { _ = try decode(npy(header, [0, 0, 0, 0, 0])) }
        == "x.npy: an array of 3 float32 numbers takes 12 bytes, "
        + "but the header is followed by 5 bytes")
    #expect(
      sentence { _ = try decode(npy(header, version: 4)) }
        == "x.npy: versions 1.0 to 3.0 of .npy are supported, but this is 4.0")
    #expect(
      sentence { _ = try decode(npy(header, version: 2, length: 4_294_967_295)) }
        == "x.npy: the file is truncated: the header takes 4095 MB, but only 55 are left")
    #expect(
      sentence { _ = try decode(Array("hello".utf8)) }
        == "x.npy: an .npy file is expected, which begins with \\x93NUMPY, but this is text")
    #expect(
      sentence { _ = try decode([]) }
        == "x.npy: an .npy file is expected, which begins with \\x93NUMPY, "
        + "but this is an empty file")
  }

  @Test("No prefix traps")
  func noPrefixTraps() throws {
    let whole = try fixture("npy_06.npy")
    for count in whole.indices {
      #expect(sentence { _ = try decode(Array(whole.prefix(count))) } != nil)
    }
  }
}
