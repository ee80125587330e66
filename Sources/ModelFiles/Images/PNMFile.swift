/// The portable maps of Netpbm: P1 to P6, bilevel, gray and color, as text or as bytes.
///
/// Method: the manual pages pbm(5), pgm(5) and ppm(5).
enum PNMFile {
  /// The pixels in the bytes of a file; bilevel ones are 0 (black) and 255.
  ///
  /// - Throws: ``FileError`` where they are corrupt or truncated, or the image is too large.
  static func decode(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> PixelArray {
    var reader = PNMReader(bytes, path: path)
    let kind = try reader.kind()
    let columns = try reader.number("the width", most: 1 << 30)
    let rows = try reader.number("the height", most: 1 << 30)
    let isBilevel = kind == 1 || kind == 4
    let maximum = isBilevel ? 1 : try reader.number("the maximum value", most: 65535)
    guard maximum > 0 else {
      throw FileError(path: path, reason: "its maximum value should be 1 to 65535, but is 0")
    }
    let channels = kind == 3 || kind == 6 ? 3 : 1
    try ImageFile.checkSize(rows: rows, columns: columns, channels: channels, path: path)
    let numbers = try reader.pixels(kind, (rows, columns * channels), most: maximum)
    return PixelArray(
      rows: rows, columns: columns, channels: channels,
      numbers: isBilevel ? numbers.map { $0 == 0 ? 255 : 0 } : numbers,
      maximum: isBilevel ? 255 : maximum)
  }
}

/// A portable map, read from front to back.
private struct PNMReader {
  private var rest: ArraySlice<UInt8>
  private let path: String

  init(_ bytes: ArraySlice<UInt8>, path: String) { (rest, self.path) = (bytes, path) }

  /// The number after the `P`.
  mutating func kind() throws(FileError) -> Int {
    guard rest.count > 2, rest.first == UInt8(ascii: "P") else { throw cutOff("the header") }
    let kind = Int(rest[rest.startIndex + 1]) - Int(UInt8(ascii: "0"))
    rest = rest.dropFirst(2)
    return kind
  }

  /// The next number in digits, after white space and comments.
  mutating func number(_ part: String, most: Int) throws(FileError) -> Int {
    skipWhiteSpace()
    var number: Int?
    while let byte = rest.first, isDigit(byte) {
      let next = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
      guard next <= most else {
        throw FileError(path: path, reason: "\(part) should be at most \(most), but is more")
      }
      number = next
      rest = rest.dropFirst()
    }
    guard let number else { throw notANumber(part) }
    return number
  }

  private func notANumber(_ part: String) -> FileError {
    guard let found = rest.first else { return cutOff(part) }
    let text = String(Unicode.Scalar(found)).quoted
    return FileError(path: path, reason: "\(part) should be a number, but begins with \(text)")
  }

  /// All values of the image.
  mutating func pixels(
    _ kind: Int, _ size: (rows: Int, columns: Int), most: Int
  ) throws(FileError) -> [UInt16] {
    switch kind {
    case 1: try digits(size)
    case 4: try bits(size)
    case 2, 3: try texts(size, most: most)
    default: try bytes(size, most: most)
    }
  }

  /// Zeros and ones, with or without white space between them.
  private mutating func digits(_ size: (rows: Int, columns: Int)) throws(FileError) -> [UInt16] {
    var numbers: [UInt16] = []
    while numbers.count < size.rows * size.columns {
      skipWhiteSpace()
      guard let digit = rest.popFirst() else { throw cutOff("the pixels") }
      guard digit == UInt8(ascii: "0") || digit == UInt8(ascii: "1") else {
        throw FileError(path: path, reason: "a pixel of a P1 image should be 0 or 1")
      }
      numbers.append(UInt16(digit - UInt8(ascii: "0")))
    }
    return numbers
  }

  private mutating func texts(
    _ size: (rows: Int, columns: Int), most: Int
  ) throws(FileError) -> [UInt16] {
    var numbers: [UInt16] = []
    while numbers.count < size.rows * size.columns {
      try numbers.append(UInt16(number("a pixel", most: most)))
    }
    return numbers
  }

  /// Eight pixels per byte, the highest bit first, each row padded to whole bytes.
  private mutating func bits(_ size: (rows: Int, columns: Int)) throws(FileError) -> [UInt16] {
    let stride = (size.columns + 7) / 8
    let raster = try raster(size.rows * stride)
    var numbers: [UInt16] = []
    numbers.reserveCapacity(size.rows * size.columns)
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let byte = raster[raster.startIndex + row * stride + column / 8]
        numbers.append(UInt16(byte >> (7 - column % 8) & 1))
      }
    }
    return numbers
  }

  /// One byte per value, or two (big-endian) where the maximum needs them.
  private mutating func bytes(
    _ size: (rows: Int, columns: Int), most: Int
  ) throws(FileError) -> [UInt16] {
    let count = size.rows * size.columns
    let raster = try raster(most > 255 ? 2 * count : count)
    let start = raster.startIndex
    let numbers: [UInt16] =
      most > 255
      ? (0..<count).map {
        UInt16(raster[start + 2 * $0]) << 8 | UInt16(raster[start + 2 * $0 + 1])
      } : raster.map { UInt16($0) }
    if most < 65535, most != 255, let large = numbers.first(where: { $0 > most }) {
      throw FileError(
        path: path, reason: "its maximum value is \(most), but a pixel is \(large)")
    }
    return numbers
  }

  /// The bytes after the single white space that ends the header.
  private mutating func raster(_ count: Int) throws(FileError) -> ArraySlice<UInt8> {
    guard let byte = rest.popFirst(), isWhiteSpace(byte) else { throw cutOff("the header") }
    guard rest.count >= count else {
      throw FileError(
        path: path,
        reason: "the file is truncated: its pixels take \(ByteCount(count)), "
          + "but only \(rest.count) are left")
    }
    return rest.prefix(count)
  }

  /// Skips white space, and comments from `#` to the end of the line.
  private mutating func skipWhiteSpace() {
    while let first = rest.first {
      if first == UInt8(ascii: "#") {
        rest = rest.drop { $0 != 0x0A && $0 != 0x0D }
      } else if isWhiteSpace(first) {
        rest = rest.dropFirst()
      } else {
        return
      }
    }
  }

  private func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private func cutOff(_ part: String) -> FileError {
    FileError(path: path, reason: "the file is truncated in \(part)")
  }
}
