/// Text in other encodings than UTF-8, which is recognized to be named.
enum WideText {
  /// UTF-16 with a byte order mark, or ASCII characters of two bytes without one.
  static func isUTF16(_ start: ArraySlice<UInt8>) -> Bool {
    start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
      || isASCII(start, width: 2)
  }

  /// UTF-32 with a byte order mark, or ASCII characters of four bytes without one.
  static func isUTF32(_ start: ArraySlice<UInt8>) -> Bool {
    start.starts(with: [0xFF, 0xFE, 0, 0]) || start.starts(with: [0, 0, 0xFE, 0xFF])
      || isASCII(start, width: 4)
  }

  /// Whether every group of bytes is one printable ASCII character, in either byte order.
  private static func isASCII(_ start: ArraySlice<UInt8>, width: Int) -> Bool {
    let whole = Array(start.prefix(start.count / width * width))
    guard whole.count >= 2 * width else { return false }
    return [0, width - 1].contains { place in
      whole.indices.allSatisfy { index in
        index % width == place ? isPrintable(whole[index]) : whole[index] == 0
      }
    }
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || [0x09, 0x0A, 0x0D].contains(byte)
  }
}
