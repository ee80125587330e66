import CNNModel
import ModelFiles
import ReferenceFolder
import TestSupport
import Testing

/// Images of every form, as Pillow decodes them; and images that are broken on purpose.
@Suite(.enabled(if: ReferenceFolder.isPresent, Comment(rawValue: ReferenceFolder.absence)))
struct ImageReferenceTests {
  @Test("Pictures are decoded as by the reference")
  func decoded() throws {
    var cases: [String: Int] = [:]
    for file in try ReferenceFolder.json("images/manifest.json")["files"]?.elements ?? [] {
      let name = try #require(file["file"]?.string)
      let image = try ImageFile.read(ReferenceFolder.path("images/\(name)"))
      guard let reference = file["reference"]?.string else {
        #expect(image.array.shape.count > 0, "\(name)")
        continue
      }
      let tolerance = try #require(file["max_abs_tolerance"]?.double)
      let expected = try NpyFile.read(ReferenceFolder.path("images/\(reference)"))
      let worst = try #require(difference(image, expected, file), "\(name)")
      #expect(worst <= tolerance, "\(name) differs by \(worst)")
      cases["\(name.split(separator: ".").last ?? "")", default: 0] += 1
    }
    #expect(cases.keys.sorted() == ["jpg", "pbm", "pgm", "png", "ppm"])
    #expect(cases.values.reduce(0, +) >= 100)
  }

  /// The largest difference of a number, nil where the shapes differ.
  ///
  /// The reference has the channels of a pixel beside each other, its alpha not yet composited over white,
  /// its bilevel images as 0 and 1, and is not rotated by EXIF.
  private func difference(_ image: ImageFile, _ expected: NumericArray, _ file: JSON) -> Double? {
    let shape = expected.shape
    let (rows, columns) = (shape[0], shape[1])
    let depth = shape.rank == 3 ? shape[2] : 1
    let isRotated = file["what"]?.string?.contains("EXIF") == true
    let size: Shape = isRotated ? [columns, rows] : [rows, columns]
    let channels = depth == 2 || depth == 4 ? depth - 1 : depth
    guard image.array.shape == Shape([channels] + size.extents) else { return nil }
    let numbers = expected.doubles
    let own = image.array.doubles
    let factor = expected.elementType == .bool ? 255.0 : 1
    var worst = 0.0
    for row in 0..<rows {
      for column in 0..<columns {
        let pixel = (row * columns + column) * depth
        let cover = depth == channels ? 1 : numbers[pixel + channels] / 255
        for channel in 0..<channels {
          let wanted = numbers[pixel + channel] * factor * cover + 255 * (1 - cover)
          // Orientation 6: the first row is the right side of the upright image.
          let place = isRotated ? column * rows + rows - 1 - row : row * columns + column
          let found = own[channel * rows * columns + place]
          // Half a step for the rounding of what was composited over white.
          worst = max(worst, abs(found - wanted) - (depth == channels ? 0 : 0.5001))
        }
      }
    }
    return worst
  }

  @Test("Malformed files are refused or read as expected")
  func malformed() throws {
    var count = 0
    for file in try ReferenceFolder.json("malformed/manifest.json")["files"]?.elements ?? [] {
      let (name, expected) = try (
        #require(file["file"]?.string), #require(file["expected"]?.string)
      )
      guard ["png", "jpeg", "pnm"].contains(name.prefix { $0 != "/" }) else { continue }
      let path = ReferenceFolder.path("malformed/\(name)")
      let refusal = sentence { _ = try ArrayFile.readAll(path) }
      if expected != "either" { #expect((refusal != nil) == (expected == "refuse"), "\(name)") }
      if let refusal { #expect(refusal.hasPrefix(path), "\(name): \(refusal)") }
      count += 1
    }
    #expect(count > 0)
  }
}
