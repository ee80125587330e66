import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct ImageFileTests {
  private func image(_ text: String, _ raster: [UInt8] = []) throws -> ImageFile {
    try ImageFile.decode((Array(text.utf8) + raster)[...], path: "x")
  }

  @Test("Portable maps are read")
  func portableMaps() throws {
    let gray = try image("P2 # a comment\n2 1\n# another\n9\n3 9")
    #expect(gray.array.shape == [1, 1, 2])
    #expect(gray.array.doubles == [3, 9])
    #expect(gray.maximum == 9)
    #expect(try image("P5 2 1 255\n", [7, 8]).array.doubles == [7, 8])
    let deep = try image("P5 1 1 65535\n", [1, 2])
    #expect(deep.array.elementType == .uint16)
    #expect(deep.array.doubles == [258])
    let color = try image("P6 2 1 255\n", [1, 2, 3, 4, 5, 6])
    #expect(color.array.shape == [3, 1, 2])
    #expect(color.array.doubles == [1, 4, 2, 5, 3, 6])
    #expect(try image("P3 1 1 255 1 2 3").array.doubles == [1, 2, 3])
  }

  /// 1 is black; a row of bytes is filled up.
  @Test("Bilevel maps are read")
  func bilevelMaps() throws {
    #expect(try image("P1 3 1 01 0").array.doubles == [255, 0, 255])
    let packed = try image("P4 9 2\n", [0b1000_0000, 0b1000_0000, 0, 0] as [UInt8])
    var expected = [Double](repeating: 255, count: 18)
    (expected[0], expected[8]) = (0, 0)
    #expect(packed.array.doubles == expected)
  }

  @Test(
    "A mistake in a file is a sentence",
    arguments: [
      ("P5 2 2 255\nabc", "x: the file is truncated: its pixels take 4 bytes, but only 3 are left"),
      ("P5 2", "x: the file is truncated in the height"),
      ("P5 2 -1 255\n", "x: the height should be a number, but begins with \"-\""),
      ("P5 2 2 0\n", "x: its maximum value should be 1 to 65535, but is 0"),
      ("P2 1 1 9 10", "x: a pixel should be at most 9, but is more"),
      ("P5 1 1 9\nA", "x: its maximum value is 9, but a pixel is 65"),
      ("P1 1 1 2", "x: a pixel of a P1 image should be 0 or 1"),
      ("P5 0 4 255\n", "x: this image has no pixels (0×4)"),
      (
        "P6 100000 100000 255\n",
        "x: an image of 100000×100000 pixels with 3 channels is too large; at most 40 million "
          + "values are supported"
      ),
      ("P5 99999999999999999999 1 255\n", "x: the width should be at most 1073741824, but is more"),
    ])
  func mistakes(_ text: String, _ expected: String) {
    #expect(sentence { _ = try image(text) } == expected)
  }

  @Test("An image is written and read back")
  func writtenAndReadBack() throws {
    let pixels = (0..<24).map { UInt8($0 * 10) }
    let bytes = try PNGPicture(rows: 2, columns: 4, pixels: pixels).encoded(path: "x")
    let image = try ImageFile.decode(bytes[...], path: "x")
    #expect(image.array.shape == [3, 2, 4])
    for place in 0..<8 {
      for channel in 0..<3 {
        #expect(image.array.doubles[channel * 8 + place] == Double(pixels[place * 3 + channel]))
      }
    }
  }

  /// The chunk holds a TIFF structure: big-endian, one entry, tag 0x0112.
  @Test("The orientation in a PNG image's eXIf is applied, before or after the pixels")
  func orientation() throws {
    let pixels: [UInt8] = [1, 1, 1, 2, 2, 2]
    let bytes = try PNGPicture(rows: 1, columns: 2, pixels: pixels).encoded(path: "x")
    let exif: [UInt8] =
      [0, 0, 0, 26] + Array("eXIfMM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1]
      + [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0]
    for place in [33, bytes.count - 12] {
      let turned = bytes[..<place] + exif + bytes[place...]
      let image = try ImageFile.decode(turned, path: "x")
      #expect(image.array.shape == [3, 2, 1])
      #expect(image.array.doubles == [1, 2, 1, 2, 1, 2])
      #expect(image.notes == ["rotated by EXIF (6)"])
    }
  }

  @Test("Damaged pictures are refused")
  func damagedPictures() throws {
    var bytes = try PNGPicture(rows: 1, columns: 1, pixels: [1, 2, 3]).encoded(path: "x")
    bytes[20] ^= 0xFF
    #expect(
      sentence { _ = try ImageFile.decode(bytes[...], path: "x") }?
        .hasPrefix("x: this PNG image is corrupt: ") == true)
    let start: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC0, 0]
    #expect(
      sentence { _ = try ImageFile.decode(start[...], path: "x") }?
        .hasPrefix("x: this JPEG image is corrupt: ") == true)
    #expect(
      sentence { _ = try image("no picture") }
        == "x: an image (PNG, JPEG, PNM) is expected, but this is text")
  }

  @Test("Metadata around a picture is skipped")
  func whatOnlySurroundsAPictureIsPassedOver() throws {
    let whole = try ImageFile.decode(grayJPEG[...], path: "x")
    let stray = grayJPEG[..<139] + [UInt8](repeating: 1, count: 20) + [0xFF, 0xD9]
    let image = try ImageFile.decode(stray, path: "x")
    #expect(image.array == whole.array && image.array.count == 64)
    #expect(whole.notes == [])
    #expect(image.notes == ["decoded despite extraneous bytes"])
    let cut = sentence { _ = try ImageFile.decode(stray.prefix(159), path: "x") }
    #expect(cut?.hasPrefix("x: this JPEG image is corrupt: ") == true)
  }
}
