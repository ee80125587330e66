import CTurboJPEG

/// JPEG images (ITU-T T.81), through libjpeg-turbo's TurboJPEG.
enum JPEGFile {
  /// The pixels in the bytes of a file.
  ///
  /// - Throws: ``FileError`` where they are corrupt, even slightly, or the image is too large.
  ///   Warnings about data around the image, such as extraneous bytes, are noted instead.
  static func decode(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> PixelArray {
    let decoder = try Decoder(Array(bytes), path: path)
    let markers = JPEGMarkers(bytes)
    var pixels = try decoder.pixels()
    if pixels.channels == 4 { pixels.convertCMYK(isInverted: markers.isByAdobe) }
    pixels.orientation = Orientation(markers.orientation)
    return pixels
  }

  /// A file being decoded.
  private struct Decoder: ~Copyable {
    private let path: String
    private let bytes: [UInt8]
    private let handle: tjhandle

    init(_ bytes: [UInt8], path: String) throws(FileError) {
      guard let handle = tjInitDecompress() else {
        throw FileError(path: path, reason: "there is not enough memory to decode it")
      }
      (self.path, self.bytes, self.handle) = (path, bytes, handle)
    }

    deinit { tjDestroy(handle) }

    func pixels() throws(FileError) -> PixelArray {
      let (width, height, colors) = try header()
      let (channels, format) = Self.format(colors)
      let (rows, columns) = (Int(height), Int(width))
      try ImageFile.checkSize(rows: rows, columns: columns, channels: channels, path: path)
      var numbers = [UInt8](repeating: 0, count: rows * columns * channels)
      let notes = try decode(into: &numbers, width, height, format)
      return PixelArray(
        rows: rows, columns: columns, channels: channels, numbers: numbers.map { UInt16($0) },
        maximum: 255, notes: notes)
    }

    private func header() throws(FileError) -> (width: Int32, height: Int32, colors: Int32) {
      var (width, height): (Int32, Int32) = (0, 0)
      var (sampling, colors): (Int32, Int32) = (-1, -1)
      let status = tjDecompressHeader3(
        handle, bytes, UInt(bytes.count), &width, &height, &sampling, &colors)
      // The decoder takes more samplings than the header function has names for.
      guard status == 0 || (width > 0 && height > 0 && colors >= 0) else { throw failure }
      return (width, height, colors)
    }

    /// - Returns: notes on tolerated warnings.
    private func decode(
      into numbers: inout [UInt8], _ width: Int32, _ height: Int32, _ format: Int32
    ) throws(FileError) -> [String] {
      func decode(_ flags: Int32) -> Bool {
        tjDecompress2(
          handle, bytes, UInt(bytes.count), &numbers, width, 0, height, format,
          flags | TJFLAG_LIMITSCANS) == 0
      }
      if decode(TJFLAG_STOPONWARNING) { return [] }
      guard let warning = toleratedWarning else { throw failure }
      // Decoding reports failure here as well, because of the same warning.
      _ = decode(0)
      guard isWarning else { throw failure }
      return ["decoded despite \(warning)"]
    }

    private var isWarning: Bool { tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) }

    /// The warning that decoding stopped at, nil where the image may be incomplete.
    private var toleratedWarning: String? {
      guard isWarning, hasEndMarker else { return nil }
      return Self.tolerated.first { message.contains($0.warning) }?.meaning
    }

    /// Warnings of libjpeg about the data around the image.
    private static let tolerated: [(warning: String, meaning: String)] = [
      ("extraneous bytes before marker", "extraneous bytes"),
      ("Invalid SOS parameters", "invalid scan parameters"),
      ("unknown JFIF revision", "an unknown JFIF version"),
      ("Adobe color transform", "an unknown Adobe color transform"),
    ]

    /// Whether the end-of-image marker is there; of several warnings the decoder reports only the
    /// first.
    private var hasEndMarker: Bool {
      let end = bytes.suffix(1 << 16)
      return zip(end, end.dropFirst()).contains { $0 == (0xFF, 0xD9) }
    }

    private var message: String {
      tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown"
    }

    private var failure: FileError {
      FileError(path: path, reason: "this JPEG image is corrupt: \(message.harmless)")
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
  /// - Parameter isInverted: whether 255 is no ink, as Adobe's programs write it.
  fileprivate mutating func convertCMYK(isInverted: Bool) {
    var converted: [UInt16] = []
    converted.reserveCapacity(rows * columns * 3)
    for pixel in stride(from: 0, to: numbers.count, by: 4) {
      let paper = (pixel..<pixel + 4).map { Int(isInverted ? numbers[$0] : 255 - numbers[$0]) }
      for ink in 0..<3 { converted.append(UInt16((paper[ink] * paper[3] + 127) / 255)) }
    }
    (numbers, channels) = (converted, 3)
    notes.append("CMYK converted to RGB")
  }
}
