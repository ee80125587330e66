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
    /// Zeros added around the image, or its edges cut off.
    case padded(ImagePadding)
    /// Channels, rows and columns in row-major order with another shape, such as one vector.
    case flattened(Shape)
    /// Every value times a factor.
    case multiplied(ScaleFactor)
    /// Every channel minus its mean, divided by its standard deviation.
    case normalized(ChannelNormalization)
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
    }
  }
}
