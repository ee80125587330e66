/// An 8-bit RGB picture to be written as PNG.
public struct PNGPicture: Hashable, Sendable {
  private let rows: Int
  private let columns: Int
  private let pixels: [UInt8]

  /// A picture of pixels.
  ///
  /// - Parameters:
  ///   - rows: the height.
  ///   - columns: the width.
  ///   - pixels: red, green and blue of every pixel, row by row.
  /// - Precondition: there is at least one pixel, and there are three numbers for each.
  public init(rows: Int, columns: Int, pixels: [UInt8]) {
    precondition(
      rows > 0 && columns > 0 && pixels.count == rows * columns * 3,
      "\(pixels.count) numbers for \(rows)×\(columns)×3")
    (self.rows, self.columns, self.pixels) = (rows, columns, pixels)
  }

  /// The bytes of a PNG file.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` where there is no memory for it.
  public func encoded(path: String) throws(FileError) -> [UInt8] {
    try PNGFile.encode(pixels, rows: rows, columns: columns, path: path)
  }
}
