/// The TIFF structure in which EXIF keeps its tags.
struct TIFFStructure {
  private let bytes: [UInt8]
  private let isBigEndian: Bool

  /// - Returns: nil where the bytes begin as no such structure does.
  init?(_ bytes: [UInt8]) {
    isBigEndian = bytes.starts(with: "MM".utf8)
    guard isBigEndian || bytes.starts(with: "II".utf8) else { return nil }
    self.bytes = bytes
  }

  /// The orientation, 1 to 8, nil where there is none.
  var orientation: Int? {
    guard let directory = number(at: 4, 4), let count = number(at: directory, 2) else { return nil }
    for entry in 0..<count {
      let start = directory + 2 + entry * 12
      guard let tag = number(at: start, 2) else { return nil }
      if tag == 0x0112 {
        return number(at: start + 8, 2).flatMap { (1...8).contains($0) ? $0 : nil }
      }
    }
    return nil
  }

  /// The unsigned number of `count` bytes, nil where the structure ends before it.
  private func number(at start: Int, _ count: Int) -> Int? {
    guard start >= 0, start + count <= bytes.count else { return nil }
    let part = bytes[start..<start + count]
    return isBigEndian
      ? part.reduce(0) { $0 << 8 | Int($1) } : part.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
