import CNNModel

/// Pixels as decoders give them: row by row, with interleaved channels.
struct PixelArray {
  var rows: Int
  var columns: Int
  /// The number of channels without alpha.
  var channels: Int
  /// Row by row, of every pixel its channels and then its alpha, if there is one.
  var numbers: [UInt16]
  var alpha = Alpha.none
  /// The value that stands for 1.
  var maximum: Int
  var orientation = Orientation(1)
  /// What was done to the image, in words.
  var notes: [String] = []

  enum Alpha {
    case none
    /// The channels are the color itself.
    case straight
    /// The channels were multiplied by alpha.
    case premultiplied
  }

  /// The image, composited over white and upright.
  var image: ImageFile {
    var pixels = self
    if alpha != .none { pixels.compositeOverWhite() }
    if let phrase = orientation.phrase { pixels.notes.append(phrase) }
    let (numbers, shape) = pixels.planar()
    let array =
      maximum > 255
      ? NumericArray(shape: shape, uint16s: numbers)
      : NumericArray(shape: shape, bytes: numbers.map { UInt8(truncatingIfNeeded: $0) })
    return ImageFile(array: array, maximum: maximum, notes: pixels.notes)
  }

  /// `channel · alpha + maximum · (1 − alpha)`, rounded; without alpha afterwards.
  private mutating func compositeOverWhite() {
    let size = channels + 1
    var opaque: [UInt16] = []
    opaque.reserveCapacity(rows * columns * channels)
    for pixel in stride(from: 0, to: numbers.count, by: size) {
      let coverage = Int(numbers[pixel + channels])
      for channel in pixel..<pixel + channels {
        let color = premultiplied(Int(numbers[channel]), coverage)
        opaque.append(UInt16(min(maximum, color + maximum - coverage)))
      }
    }
    (numbers, alpha) = (opaque, .none)
    notes.append("composited over white")
  }

  private func premultiplied(_ color: Int, _ coverage: Int) -> Int {
    alpha == .premultiplied ? color : (color * coverage + maximum / 2) / maximum
  }

  /// The upright image as planes, `[channels, rows, columns]`.
  private func planar() -> (numbers: [UInt16], shape: Shape) {
    let (height, width) = orientation.swapsAxes ? (columns, rows) : (rows, columns)
    var planes = [UInt16](repeating: 0, count: numbers.count)
    var offset = 0
    for channel in 0..<channels {
      for row in 0..<height {
        for column in 0..<width {
          let source = orientation.source(row: row, column: column, rows: rows, columns: columns)
          planes[offset] = numbers[(source.row * columns + source.column) * channels + channel]
          offset += 1
        }
      }
    }
    return (planes, [channels, height, width])
  }
}
