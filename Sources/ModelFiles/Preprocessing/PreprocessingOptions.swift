/// How the user wants images to become a network's input; what is not said follows from the image
/// and the network, as ``Preprocessing`` describes.
public struct PreprocessingOptions: Hashable, Sendable {
  /// How rows and columns change.
  public var resize: Resize?
  /// What becomes of an image with other proportions than the network's.
  public var fit: ImageFit?
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
  public enum Resize: CaseIterable, Hashable, Sendable {
    /// Resampled.
    case resampled(ResamplingMethod)
    /// Zeros added around the image.
    case pad
    /// Edges cut off.
    case crop

    public static let bilinear = Resize.resampled(.bilinear)
    public static let nearest = Resize.resampled(.nearest)
    public static let area = Resize.resampled(.area)

    public static var allCases: [Resize] {
      [.bilinear, .nearest, .area, .pad, .crop]
        + ResamplingMethod.allCases.map(Resize.resampled).filter {
          ![.bilinear, .nearest, .area].contains($0)
        }
    }
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
    resize: Resize? = nil, fit: ImageFit? = nil, scale: ScaleFactor? = nil, mean: [Float] = [],
    deviation: [Float] = [], isInverted: Bool = false, channels: Channels? = nil
  ) {
    (self.resize, self.fit, self.scale, self.mean) = (resize, fit, scale, mean)
    (self.deviation, self.isInverted, self.channels) = (deviation, isInverted, channels)
  }
}

extension PreprocessingOptions.Resize: RawRepresentable {
  public init?(rawValue: String) {
    switch rawValue {
    case "pad": self = .pad
    case "crop": self = .crop
    default:
      guard let method = ResamplingMethod(rawValue: rawValue) else { return nil }
      self = .resampled(method)
    }
  }

  public var rawValue: String {
    switch self {
    case .resampled(let method): method.rawValue
    case .pad: "pad"
    case .crop: "crop"
    }
  }
}
