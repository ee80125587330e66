/// How the user wants images to become a network's input; what is not said follows from the image
/// and the network, as ``Preprocessing`` describes.
public struct PreprocessingOptions: Hashable, Sendable {
  /// How rows and columns change.
  public var resize: Resize?
  /// What every value is multiplied by.
  public var scale: ScaleFactor?
  /// What is subtracted after that, one number for all channels of the network or one for each.
  public var mean: [Float] = []
  /// What is divided by after that, one number for all channels of the network or one for each.
  public var deviation: [Float] = []
  /// Whether black becomes white.
  public var isInverted = false
  /// What the channels are.
  public var channels: Channels?

  /// How rows and columns change, as the user says it after `--resize`.
  public enum Resize: String, CaseIterable, Hashable, Sendable {
    /// Resampled, as ``ImageResize`` defines the three methods.
    case bilinear, nearest, area
    /// Zeros added around the image.
    case pad
    /// Edges cut off.
    case crop
  }

  /// The channels, as the user says them after `--channels`.
  public enum Channels: String, CaseIterable, Hashable, Sendable {
    /// One, or the same in all that the network takes.
    case gray = "grey"
    /// Red, green, blue.
    case rgb
    /// Blue, green, red, as OpenCV reads images.
    case bgr
  }

  /// Nothing said but what is given.
  public init(
    resize: Resize? = nil, scale: ScaleFactor? = nil, mean: [Float] = [],
    deviation: [Float] = [], isInverted: Bool = false, channels: Channels? = nil
  ) {
    (self.resize, self.scale, self.mean) = (resize, scale, mean)
    (self.deviation, self.isInverted, self.channels) = (deviation, isInverted, channels)
  }
}
