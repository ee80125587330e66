/// How the user wants images to become a network's input; what is not said follows from the image
/// and the network, as ``InputFit`` says.
public struct InputPreparation: Hashable, Sendable {
  /// How rows and columns change.
  public var resize: InputFit.Resize?
  /// What every number is multiplied by.
  public var scale: InputScale?
  /// What is subtracted after that, one number for all channels of the network or one for each.
  public var mean: [Float] = []
  /// What is divided by after that, one number for all channels of the network or one for each.
  public var deviation: [Float] = []
  /// Whether black becomes white.
  public var isInverted = false
  /// What the channels are.
  public var channels: Channels?

  public enum Channels: String, CaseIterable, Hashable, Sendable {
    /// One, or the same in all that the network takes.
    case gray = "grey"
    /// Red, green, blue.
    case rgb
    /// Blue, green, red, as OpenCV reads images.
    case bgr
  }

  public init(
    resize: InputFit.Resize? = nil, scale: InputScale? = nil, mean: [Float] = [],
    deviation: [Float] = [], isInverted: Bool = false, channels: Channels? = nil
  ) {
    (self.resize, self.scale, self.mean) = (resize, scale, mean)
    (self.deviation, self.isInverted, self.channels) = (deviation, isInverted, channels)
  }
}

extension InputPreparation {
  /// The words that a command line gives it, such as `--resize pad --scale 1/255`; empty for the
  /// usual way.
  public var words: [String] {
    var words: [String] = []
    if let resize { words += ["--resize", resize.rawValue] }
    if let scale { words += ["--scale", "\(scale)"] }
    if !mean.isEmpty { words += ["--mean", Self.text(mean)] }
    if !deviation.isEmpty { words += ["--deviation", Self.text(deviation)] }
    if isInverted { words.append("--invert") }
    if let channels { words += ["--channels", channels.rawValue] }
    return words
  }

  /// Takes an option and its value, as the command line has them: `--scale` and `1/255`.
  ///
  /// - Returns: whether the value was used.
  /// - Throws: ``InputFitError`` for another option, and for a value that it cannot have.
  public mutating func take(_ option: String, _ value: String?) throws(InputFitError) -> Bool {
    switch option {
    case "--invert":
      isInverted = true
      return false
    case "--usual":
      self = InputPreparation()
      return false
    case "--resize": resize = try Self.word(option, value)
    case "--channels": channels = try Self.word(option, value)
    case "--scale":
      guard let scale = value.flatMap({ InputScale($0) }) else {
        throw InputFitError(
          "--scale takes a number or a fraction such as 1/255, not \((value ?? "").quoted)")
      }
      self.scale = scale
    case "--mean": mean = try Self.numbers(option, value)
    case "--deviation":
      deviation = try Self.numbers(option, value)
      guard !deviation.contains(0) else {
        throw InputFitError("--deviation cannot be 0, since it is divided by")
      }
    default:
      throw InputFitError(
        "there is no option \(option.quoted); there are --resize, --scale, --mean, --deviation, "
          + "--invert, --channels, and --usual, which forgets the others")
    }
    return true
  }

  /// The numbers of a list such as `0.485,0.456,0.406`, nil where one is none.
  public static func numbers(_ text: String) -> [Float]? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Float($0).flatMap { $0.isFinite ? $0 : nil }
    }
    return numbers.isEmpty || numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  private static func numbers(
    _ option: String, _ value: String?
  ) throws(InputFitError) -> [Float] {
    guard let numbers = value.flatMap({ numbers($0) }) else {
      throw InputFitError(
        "\(option) takes a number, or one for each channel such as 0.5,0.4,0.3, "
          + "not \((value ?? "").quoted)")
    }
    return numbers
  }

  private static func word<W: RawRepresentable & CaseIterable>(
    _ option: String, _ value: String?
  ) throws(InputFitError) -> W where W.RawValue == String {
    if let word = value.flatMap({ W(rawValue: $0) }) { return word }
    let words = W.allCases.map(\.rawValue).joined(separator: ", ")
    throw InputFitError("\(option) takes one of \(words), not \((value ?? "").quoted)")
  }

  private static func text(_ numbers: [Float]) -> String {
    numbers.map { $0.digits }.joined(separator: ",")
  }
}

/// What numbers are multiplied by: a number, or a fraction such as 1/255, of which the division is
/// done as one.
public struct InputScale: Hashable, Sendable {
  public let numerator: Double
  public let denominator: Double

  public init(_ numerator: Double, over denominator: Double = 1) {
    (self.numerator, self.denominator) = (numerator, denominator)
  }

  /// The scale that a text such as `1/255` or `0.5` means, nil where it is none or 0.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
    guard (1...2).contains(parts.count), let top = parts[0],
      let bottom = parts.count == 2 ? parts[1] : 1,
      (top / bottom).isFinite, top != 0
    else { return nil }
    self.init(top, over: bottom)
  }

  /// `x · numerator / denominator`.
  func apply(to number: Float) -> Float { number * Float(numerator) / Float(denominator) }
}

extension InputScale: CustomStringConvertible {
  /// As it is typed: `1/255`.
  public var description: String {
    denominator == 1 ? numerator.digits : "\(numerator.digits)/\(denominator.digits)"
  }

  /// As it is said: `divided by 255`.
  var words: String { numerator == 1 ? "divided by \(denominator.digits)" : "times \(self)" }
}

extension BinaryFloatingPoint where Self: CustomStringConvertible {
  /// The shortest digits that give it back, without `.0`.
  var digits: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
