import CNNModel

/// An image as it stands in a PNG, JPEG or PNM file: the file's own numbers.
///
/// The numbers are not changed by any gamma or color profile.
public struct ImageFile: Sendable {
  /// `[channels, rows, columns]` with 1 channel (gray) or 3 (red, green, blue), of
  /// ``ElementType/uint8`` or, for files with more than 8 bits, ``ElementType/uint16``.
  public let array: NumericArray
  /// The number that stands for 1: 255, 65535, or what a PNM file names.
  public let maximum: Int
  /// What was done to get there, in words: `laid on white`, `turned as its EXIF says (6)`.
  public let notes: [String]

  /// The most numbers that an image may have, pixels times channels: with their 32-bit copy 200 MB.
  public static let mostNumbers = 40_000_000

  /// The image in the file `path`, whatever it is called.
  ///
  /// - Throws: ``FileError`` where it cannot be read, is no such image, is damaged or too large.
  public static func read(_ path: String) throws(FileError) -> ImageFile {
    let bytes = try FileContent.read(path)
    return try decode(bytes[...], path: path)
  }

  /// The image that the bytes of a file hold.
  ///
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` as ``read(_:)`` does. Nothing is allocated on a header's word alone
  ///   beyond ``mostNumbers``.
  public static func decode(
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

  /// - Throws: ``FileError`` where an image of this size is empty or larger than ``mostNumbers``.
  static func checkSize(
    rows: Int, columns: Int, channels: Int, path: String
  ) throws(FileError) {
    guard rows > 0, columns > 0, channels > 0 else {
      throw FileError(path: path, reason: "this image has no pixels (\(columns)×\(rows))")
    }
    let (pixels, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, pixels <= mostNumbers / channels else {
      throw FileError(
        path: path,
        reason: "an image of \(columns)×\(rows) pixels with \(channels) "
          + "channel\(channels == 1 ? "" : "s") is too large; \(mostNumbers / 1_000_000) million "
          + "numbers are the most")
    }
  }
}

/// Pixels as decoders give them: row by row, the channels of a pixel beside each other.
struct PixelArray {
  var rows: Int
  var columns: Int
  /// Without alpha.
  var channels: Int
  /// Row by row, of every pixel its channels and then its alpha, if there is one.
  var numbers: [UInt16]
  var alpha = Alpha.none
  var maximum: Int
  /// The EXIF orientation, 1 to 8.
  var orientation = 1
  var notes: [String] = []

  enum Alpha {
    case none
    /// The channels are the color itself.
    case straight
    /// The channels were multiplied by alpha.
    case premultiplied
  }

  /// The image, laid on white and turned upright.
  var image: ImageFile {
    var pixels = self
    if alpha != .none {
      pixels.layOnWhite()
      pixels.notes.append("laid on white")
    }
    if orientation != 1 { pixels.notes.append("turned as its EXIF says (\(orientation))") }
    let (array, extents) = pixels.planes()
    let shape = Shape([channels] + extents)
    return ImageFile(
      array: maximum > 255
        ? NumericArray(shape: shape, uint16s: array)
        : NumericArray(shape: shape, bytes: array.map { UInt8(truncatingIfNeeded: $0) }),
      maximum: maximum, notes: pixels.notes)
  }

  /// `channel · alpha + maximum · (1 − alpha)`, rounded; without alpha afterwards.
  private mutating func layOnWhite() {
    let size = channels + 1
    var laid: [UInt16] = []
    laid.reserveCapacity(rows * columns * channels)
    for pixel in stride(from: 0, to: numbers.count, by: size) {
      let cover = Int(numbers[pixel + channels])
      for channel in pixel..<pixel + channels {
        let color =
          alpha == .premultiplied
          ? Int(numbers[channel]) : (Int(numbers[channel]) * cover + maximum / 2) / maximum
        laid.append(UInt16(min(maximum, color + maximum - cover)))
      }
    }
    (numbers, alpha) = (laid, .none)
  }

  /// The channels behind each other, upright, and rows and columns after that.
  private func planes() -> (numbers: [UInt16], extents: [Int]) {
    let turn = Orientation(orientation)
    let (height, width) = turn.isSideways ? (columns, rows) : (rows, columns)
    var planes = [UInt16](repeating: 0, count: numbers.count)
    var place = 0
    for channel in 0..<channels {
      for row in 0..<height {
        for column in 0..<width {
          let source = turn.source(row: row, column: column, rows: rows, columns: columns)
          planes[place] = numbers[(source.row * columns + source.column) * channels + channel]
          place += 1
        }
      }
    }
    return (planes, [height, width])
  }
}

/// How a camera was held, as EXIF 2.3 (tag 274) numbers it.
struct Orientation {
  private let number: Int

  /// - Parameter number: 1 to 8; everything else counts as upright.
  init(_ number: Int) { self.number = (1...8).contains(number) ? number : 1 }

  /// Whether rows become columns.
  var isSideways: Bool { number > 4 }

  /// The pixel of the stored image that stands at a place of the upright one.
  ///
  /// - Parameters:
  ///   - rows: of the stored image.
  ///   - columns: of the stored image.
  func source(row: Int, column: Int, rows: Int, columns: Int) -> (row: Int, column: Int) {
    switch number {
    case 2: (row, columns - 1 - column)
    case 3: (rows - 1 - row, columns - 1 - column)
    case 4: (rows - 1 - row, column)
    case 5: (column, row)
    case 6: (rows - 1 - column, row)
    case 7: (rows - 1 - column, columns - 1 - row)
    case 8: (column, columns - 1 - row)
    default: (row, column)
    }
  }
}
