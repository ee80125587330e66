import CNNModel

/// An image as stored in a PNG, JPEG or PNM file, with the values of the file.
///
/// No gamma correction or color profile is applied.
package struct ImageFile: Sendable {
  /// `[channels, rows, columns]` with 1 channel (gray) or 3 (red, green, blue), of
  /// ``ElementType/uint8`` or, for files with more than 8 bits, ``ElementType/uint16``.
  package let array: NumericArray
  /// The value that stands for 1: 255, 65535, or what a PNM file declares.
  package let maximum: Int
  /// What decoding did to the image, in words: `composited over white`, `rotated by EXIF (6)`.
  package let notes: [String]

  /// The largest number of values of an image, pixels times channels: 200 MB with their `Float`
  /// copy.
  package static let mostValues = 40_000_000

  /// The image in the file `path`, whatever it is called.
  ///
  /// - Throws: ``FileError`` where it cannot be read, is no such image, is corrupt or too large.
  package static func read(_ path: String) throws(FileError) -> ImageFile {
    let kind = try FileKind(ofFile: path)
    guard kind.isImage else { throw kind.refusal(path, expected: "an image (PNG, JPEG, PNM)") }
    return try decode(try FileContent.read(path)[...], path: path)
  }

  /// The image that the bytes of a file hold.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` as ``read(_:)`` does. No more memory than for ``mostValues`` is
  ///   allocated because of a header.
  package static func decode(
    _ bytes: ArraySlice<UInt8>, path: String
  ) throws(FileError) -> ImageFile {
    let kind = FileKind(of: bytes)
    let pixels: PixelArray
    switch kind.format {
    case .png: pixels = try PNGFile.decode(bytes, path: path)
    case .jpeg: pixels = try JPEGFile.decode(bytes, path: path)
    case .pnm: pixels = try PNMFile.decode(bytes, path: path)
    default: throw kind.refusal(path, expected: "an image (PNG, JPEG, PNM)")
    }
    return pixels.image
  }

  /// - Throws: ``FileError`` where an image of this size is empty or larger than ``mostValues``.
  static func checkSize(
    rows: Int, columns: Int, channels: Int, path: String
  ) throws(FileError) {
    guard rows > 0, columns > 0, channels > 0 else {
      throw FileError(path: path, reason: "this image has no pixels (\(columns)×\(rows))")
    }
    let (pixels, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, pixels <= mostValues / channels else {
      throw FileError(
        path: path,
        reason: "an image of \(columns)×\(rows) pixels with \(channels) "
          + "channel\(channels == 1 ? "" : "s") is too large; at most "
          + "\(mostValues / 1_000_000) million values are supported")
    }
  }
}
