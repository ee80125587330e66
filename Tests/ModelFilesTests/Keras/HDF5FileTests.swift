import ModelFiles
import TestSupport
import Testing

/// HDF5 files, whole and cut.
@Suite struct HDF5FileTests {
  @Test("No prefix of a file traps")
  func prefixes() throws {
    let whole = try fixture("keras2_model.h5")
    for count in stride(from: 0, to: whole.count, by: 97) {
      #expect(
        sentence { _ = try KerasFile.decode(Array(whole.prefix(count)), path: "x.h5") } != nil)
    }
  }

  @Test("A file that refers to itself everywhere is given up")
  func references() throws {
    let whole = try fixture("keras2_model.h5")
    // Every address becomes that of the outermost group.
    for place in stride(from: 96, to: min(whole.count, 4096), by: 8) {
      var bytes = whole
      bytes.replaceSubrange(place..<place + 8, with: [0x60, 0, 0, 0, 0, 0, 0, 0])
      _ = sentence { _ = try KerasFile.decode(bytes, path: "x.h5") }
    }
  }

  @Test("Chunks that reach beyond the extents, and ones that have whole axes, are put together")
  func chunks() throws {
    // Written with h5py: 5×4×3 in 2×3×3, 4×6 in 3×6, 3×4 in 3×3.
    let arrays = try ArrayFile.readAll(fixturePath("hdf5_chunks.h5")).map(\.array)
    #expect(arrays.map(\.shape) == [[5, 4, 3], [4, 6], [3, 4]])
    for array in arrays { #expect(array.doubles == (0..<array.count).map(Double.init)) }
  }

  @Test("A small chunk that claims to be a large array is refused before it is read")
  func forged() throws {
    let bytes = try fixture("hdf5_forged.h5")
    #expect(
      sentence { _ = try KerasFile.decode(bytes, path: "x.h5") }
        == "x.h5:w: its chunks take 16 bytes, but should become 128 MB, which is implausible")
  }

  @Test(
    "What is not supported is said",
    arguments: [
      (8, 9, "HDF5 files of version 9 are not supported"),
      (13, 4, "HDF5 files with addresses of 32 bits are not supported"),
      (0, 0, "an HDF5 file is expected, but its signature is missing"),
      (96, 7, "an object header of version 7 is not supported"),
    ] as [(Int, UInt8, String)])
  func unsupported(place: Int, byte: UInt8, reason: String) throws {
    var bytes = try fixture("keras2_model.h5")
    bytes[place] = byte
    #expect(sentence { _ = try KerasFile.decode(bytes, path: "x.h5") } == "x.h5: \(reason)")
  }
}
