import CNNModel

extension Preprocessing {
  /// One step of a preprocessing.
  public enum Step: Hashable, Sendable {
    /// `maximum − x`.
    case inverted(Float)
    /// Every channel is a copy of the only one.
    case repeated(channels: Int)
    /// One channel, 0.299 · red + 0.587 · green + 0.114 · blue (ITU-R BT.601).
    case grayscale
    /// The channels in reverse order: RGB ↔ BGR.
    case reversed
    /// Rows and columns resampled.
    case resized(ImageResize)
    /// Cells of one value added around the image, or its edges cut off.
    case padded(ImagePadding)
    /// Channels, rows and columns in row-major order with another shape, such as one vector.
    case flattened(Shape)
    /// Every value times a factor.
    case multiplied(ScaleFactor)
    /// Every channel minus its mean, divided by its standard deviation.
    case normalized(ChannelNormalization)
    /// The channels behind rows and columns.
    case channelsLast
    /// The last axis, the channels, before rows and columns.
    case channelsFirst
    /// Every value rounded to an integer of the type, ties to even, and kept in its range.
    case rounded(ElementType)
  }
}

extension Preprocessing.Step {
  func apply(to images: Tensor) -> Tensor {
    switch self {
    case .inverted(let maximum): images.map { maximum - $0 }
    case .repeated(let channels): images.repeatingChannel(channels)
    case .grayscale: images.grayscale()
    case .reversed: images.reversingChannels()
    case .resized(let resize): resize.apply(to: images)
    case .padded(let padding): padding.apply(to: images)
    case .flattened(let target):
      images.reshaped(to: Shape(images.shape.extents.dropLast(3) + target.extents))
    case .multiplied(let factor): images.map { factor.apply(to: $0) }
    case .normalized(let normalization): normalization.apply(to: images)
    case .channelsLast: images.movingChannel(toEnd: true)
    case .channelsFirst: images.movingChannel(toEnd: false)
    case .rounded(let type): images.map { type.nearest(to: $0) }
    }
  }
}

extension Preprocessing.Step: CustomStringConvertible {
  /// The step as the screen says it: `inverted 255 − x`.
  public var description: String {
    switch self {
    case .inverted(let maximum): "inverted \(maximum.digits) − x"
    case .repeated(let channels): "gray repeated in \(channels) channels"
    case .grayscale: "converted to grayscale"
    case .reversed: "red and blue swapped"
    case .resized(let resize): resize.description
    case .padded(let padding): padding.description
    case .flattened(let target): target.rank == 1 ? "flattened" : "reshaped to \(target)"
    case .multiplied(let factor): factor.phrase
    case .normalized(let normalization): normalization.description
    case .channelsLast: "channels last"
    case .channelsFirst: "channels first"
    case .rounded(let type): "rounded to \(type)"
    }
  }
}

extension ElementType {
  /// The nearest integer, ties to even, within the range of a type of up to 16 bits; 0 for NaN.
  fileprivate func nearest(to number: Float) -> Float {
    let range: ClosedRange<Float>? =
      switch self {
      case .uint8: 0...255
      case .int8: -128...127
      case .uint16: 0...65535
      case .int16: -32768...32767
      case .uint32, .uint64: 0...Float.greatestFiniteMagnitude
      default: nil
      }
    let whole = number.isNaN ? 0 : number.rounded(.toNearestOrEven)
    return range.map { min(max(whole, $0.lowerBound), $0.upperBound) } ?? whole
  }
}
