import CTurboJPEG

/// JPEG images (ITU-T T.81), through libjpeg-turbo's TurboJPEG.
enum JPEGFile {
  /// The pixels in the bytes of a file.
  ///
  /// - Throws: ``FileError`` where they are damaged, even a little, or the image is too large. What
  ///   only surrounds the picture, such as bytes behind it, is noted.
  static func decode(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> PixelArray {
    let decoder = try Decoder(Array(bytes), path: path)
    let markers = JPEGMarkers(bytes)
    var pixels = try decoder.pixels()
    if pixels.channels == 4 { pixels.mixInks(areInverted: markers.isByAdobe) }
    pixels.orientation = markers.orientation
    return pixels
  }

  /// A file being decoded.
  private struct Decoder: ~Copyable {
    private let path: String
    private let bytes: [UInt8]
    private let handle: tjhandle

    init(_ bytes: [UInt8], path: String) throws(FileError) {
      guard let handle = tjInitDecompress() else {
        throw FileError(path: path, reason: "there is no memory to decode it")
      }
      (self.path, self.bytes, self.handle) = (path, bytes, handle)
    }

    deinit { tjDestroy(handle) }

    func pixels() throws(FileError) -> PixelArray {
      var (width, height): (Int32, Int32) = (0, 0)
      var (sampling, colors): (Int32, Int32) = (-1, -1)
      let status = tjDecompressHeader3(
        handle, bytes, UInt(bytes.count), &width, &height, &sampling, &colors)
      // The decoder takes more samplings than the header function has names for.
      guard status == 0 || (width > 0 && height > 0 && colors >= 0) else { throw failure }
      let (rows, columns) = (Int(height), Int(width))
      let (channels, format) = Self.format(colors)
      try ImageFile.checkSize(rows: rows, columns: columns, channels: channels, path: path)
      var numbers = [UInt8](repeating: 0, count: rows * columns * channels)
      func decode(_ flags: Int32) -> Bool {
        tjDecompress2(
          handle, bytes, UInt(bytes.count), &numbers, width, 0, height, format,
          flags | TJFLAG_LIMITSCANS) == 0
      }
      var notes: [String] = []
      if !decode(TJFLAG_STOPONWARNING) {
        guard let remark = toleratedRemark else { throw failure }
        // It ends with a failure all the same, as the remark is one.
        _ = decode(0)
        guard tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) else { throw failure }
        notes = ["although \(remark)"]
      }
      return PixelArray(
        rows: rows, columns: columns, channels: channels, numbers: numbers.map { UInt16($0) },
        maximum: 255, notes: notes)
    }

    /// What the decoder stopped at, where the picture is whole all the same; `nil` where it may not
    /// be.
    private var toleratedRemark: String? {
      guard tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue), endsWithMarker else {
        return nil
      }
      return Self.tolerated.first { message.contains($0.remark) }?.meaning
    }

    /// Remarks of libjpeg on what surrounds the picture.
    private static let tolerated: [(remark: String, meaning: String)] = [
      ("extraneous bytes before marker", "there are bytes that belong to nothing"),
      ("Invalid SOS parameters", "its scan is described as another kind's"),
      ("unknown JFIF revision", "it is of an unknown version"),
      ("Adobe color transform", "its colors are described in an unknown way"),
    ]

    /// Whether the end of the image is there; of several remarks the decoder tells the first alone.
    private var endsWithMarker: Bool {
      let end = bytes.suffix(1 << 16)
      return zip(end, end.dropFirst()).contains { $0 == (0xFF, 0xD9) }
    }

    private var message: String {
      tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown"
    }

    private var failure: FileError {
      FileError(path: path, reason: "this JPEG image is damaged: \(message.harmless)")
    }

    private static func format(_ colors: Int32) -> (channels: Int, format: Int32) {
      switch colors {
      case Int32(TJCS_GRAY.rawValue): (1, Int32(TJPF_GRAY.rawValue))
      case Int32(TJCS_CMYK.rawValue), Int32(TJCS_YCCK.rawValue): (4, Int32(TJPF_CMYK.rawValue))
      default: (3, Int32(TJPF_RGB.rawValue))
      }
    }
  }
}

extension PixelArray {
  /// Cyan, magenta, yellow and black as red, green and blue: `(1 − ink) · (1 − black)` for each.
  ///
  /// - Parameter areInverted: whether 255 is no ink, as Adobe's programs write it.
  fileprivate mutating func mixInks(areInverted: Bool) {
    var mixed: [UInt16] = []
    mixed.reserveCapacity(rows * columns * 3)
    for pixel in stride(from: 0, to: numbers.count, by: 4) {
      let paper = (pixel..<pixel + 4).map { Int(areInverted ? numbers[$0] : 255 - numbers[$0]) }
      for ink in 0..<3 { mixed.append(UInt16((paper[ink] * paper[3] + 127) / 255)) }
    }
    (numbers, channels) = (mixed, 3)
    notes.append("four inks mixed to red, green, blue")
  }
}

/// What the markers before a JPEG image's first scan say.
struct JPEGMarkers {
  /// The EXIF orientation, 1 where nothing is said.
  private(set) var orientation = 1
  /// Whether there is Adobe's marker.
  private(set) var isByAdobe = false

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes.dropFirst(2)
    while rest.count >= 4, rest.first == 0xFF {
      let marker = rest[rest.startIndex + 1]
      if marker == 0xFF {
        rest = rest.dropFirst()
        continue
      }
      let length = Int(rest[rest.startIndex + 2]) << 8 | Int(rest[rest.startIndex + 3])
      guard marker != 0xDA, length >= 2, length <= rest.count - 2 else { return }
      read(marker, rest.dropFirst(4).prefix(length - 2))
      rest = rest.dropFirst(length + 2)
    }
  }

  private mutating func read(_ marker: UInt8, _ segment: ArraySlice<UInt8>) {
    switch marker {
    case 0xE1 where segment.starts(with: "Exif\0\0".utf8):
      orientation = Self.orientation(Array(segment.dropFirst(6))) ?? 1
    case 0xEE where segment.starts(with: "Adobe".utf8): isByAdobe = true
    default: break
    }
  }

  /// The orientation in a TIFF structure, nil where it has none.
  private static func orientation(_ tiff: [UInt8]) -> Int? {
    let isBigEndian = tiff.starts(with: "MM".utf8)
    guard isBigEndian || tiff.starts(with: "II".utf8) else { return nil }
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start >= 0, start + count <= tiff.count else { return nil }
      let bytes = tiff[start..<start + count]
      return isBigEndian
        ? bytes.reduce(0) { $0 << 8 | Int($1) }
        : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
    for entry in 0..<count {
      let start = directory + 2 + entry * 12
      guard let tag = number(start, 2) else { return nil }
      if tag == 0x0112 { return number(start + 8, 2).flatMap { (1...8).contains($0) ? $0 : nil } }
    }
    return nil
  }
}
