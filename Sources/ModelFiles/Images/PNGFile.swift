import CPNG

/// PNG images (ISO/IEC 15948), through libpng's simplified interface, which handles its long jumps
/// itself.
enum PNGFile {
  static let magic: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The pixels in the bytes of a file.
  ///
  /// - Throws: ``FileError`` where they are corrupt or the image is too large.
  static func decode(_ bytes: ArraySlice<UInt8>, path: String) throws(FileError) -> PixelArray {
    let chunks = PNGChunks(bytes)
    let decoder = try Decoder(chunks.withoutColorManagement, path: path)
    var pixels = try decoder.pixels()
    pixels.orientation = Orientation(chunks.orientation)
    return pixels
  }

  /// A file being decoded, freed with the value.
  private struct Decoder: ~Copyable {
    private let path: String
    /// libpng keeps the address of its state, so the state must not move.
    private let image: UnsafeMutablePointer<png_image>
    /// libpng keeps the address of the bytes, too.
    private let memory: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8], path: String) throws(FileError) {
      self.path = path
      memory = .allocate(capacity: max(1, bytes.count))
      _ = memory.initialize(from: bytes)
      image = .allocate(capacity: 1)
      image.initialize(to: png_image())
      image.pointee.version = png_uint_32(PNG_IMAGE_VERSION)
      guard png_image_begin_read_from_memory(image, memory.baseAddress, bytes.count) != 0 else {
        throw failure
      }
    }

    deinit {
      png_image_free(image)
      image.deallocate()
      memory.deallocate()
    }

    private var failure: FileError {
      let message = withUnsafeBytes(of: image.pointee.message) { memory in
        String(decoding: memory.prefix { $0 != 0 }, as: UTF8.self)
      }
      return FileError(path: path, reason: "this PNG image is corrupt: \(message.harmless)")
    }

    consuming func pixels() throws(FileError) -> PixelArray {
      let (rows, columns) = (Int(image.pointee.height), Int(image.pointee.width))
      let channels = has(PNG_FORMAT_FLAG_COLOR) ? 3 : 1
      let (hasAlpha, isDeep) = (has(PNG_FORMAT_FLAG_ALPHA), has(PNG_FORMAT_FLAG_LINEAR))
      try ImageFile.checkSize(rows: rows, columns: columns, channels: channels, path: path)
      image.pointee.format &= png_uint_32(
        PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_LINEAR)
      let count = rows * columns * (channels + (hasAlpha ? 1 : 0))
      let numbers = isDeep ? try sixteenBit(count) : try eightBit(count)
      return PixelArray(
        rows: rows, columns: columns, channels: channels, numbers: numbers,
        alpha: hasAlpha ? isDeep ? .premultiplied : .straight : .none,
        maximum: isDeep ? 65535 : 255)
    }

    private func has(_ flag: some BinaryInteger) -> Bool {
      image.pointee.format & png_uint_32(flag) != 0
    }

    private func eightBit(_ count: Int) throws(FileError) -> [UInt16] {
      var numbers = [UInt8](repeating: 0, count: count)
      guard png_image_finish_read(image, nil, &numbers, 0, nil) != 0 else { throw failure }
      return numbers.map { UInt16($0) }
    }

    private func sixteenBit(_ count: Int) throws(FileError) -> [UInt16] {
      var numbers = [UInt16](repeating: 0, count: count)
      guard png_image_finish_read(image, nil, &numbers, 0, nil) != 0 else { throw failure }
      return numbers
    }
  }

  /// The bytes of a file with an 8-bit RGB image.
  ///
  /// - Parameter pixels: row by row, three numbers for each.
  /// - Parameter path: what the error calls the file.
  /// - Throws: ``FileError`` where libpng refuses.
  /// - Precondition: there are three numbers for each pixel.
  static func encode(
    _ pixels: [UInt8], rows: Int, columns: Int, path: String
  ) throws(FileError) -> [UInt8] {
    precondition(pixels.count == rows * columns * 3, "\(pixels.count) for \(rows)×\(columns)×3")
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(columns)
    image.height = png_uint_32(rows)
    image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    // Deflate may enlarge incompressible data, by less than this.
    var size = pixels.count + pixels.count / 64 + rows + 4096
    var bytes = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0 else {
      throw FileError(path: path, reason: "not written: no PNG image could be made")
    }
    return Array(bytes.prefix(size))
  }
}
