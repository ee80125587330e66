extension PreprocessingOptions {
  /// The words that a command line gives it, such as `--resize pad --scale 1/255`; empty for the
  /// defaults.
  public var words: [String] {
    var words: [String] = []
    if let resize { words += ["--resize", resize.rawValue] }
    if let fit { words += fit.words }
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
  /// - Throws: ``PreprocessingError`` for another option, and for a value that it cannot have.
  public mutating func take(
    _ option: String, _ value: String?
  ) throws(PreprocessingError) -> Bool {
    if takeFlag(option) { return false }
    switch option {
    case "--resize": resize = try Self.word(option, value)
    case "--fit": fit = ImageFit(try Self.word(option, value), side: fit?.side, fill: fit?.fill)
    case "--resize-side":
      fit = ImageFit(fit?.kind ?? .crop, side: try Self.side(option, value), fill: fit?.fill)
    case "--fill":
      fit = ImageFit(fit?.kind ?? .pad, side: fit?.side, fill: try Self.number(option, value))
    case "--channels": channels = try Self.word(option, value)
    case "--scale": scale = try Self.factor(option, value)
    case "--mean": mean = try Self.numbers(option, value)
    case "--deviation": deviation = try Self.divisors(option, value)
    default:
      throw PreprocessingError(
        "there is no option \(option.quoted); there are --resize, --fit, --resize-side, --fill, "
          + "--scale, --mean, --deviation, --invert, --channels, and --usual, which forgets the "
          + "others")
    }
    return true
  }

  /// Takes an option that has no value.
  ///
  /// - Returns: whether it is one.
  private mutating func takeFlag(_ option: String) -> Bool {
    switch option {
    case "--invert": isInverted = true
    case "--usual": self = PreprocessingOptions()
    default: return false
    }
    return true
  }

  /// The numbers of a list such as `0.485,0.456,0.406`, nil where one is no finite number.
  public static func numbers(_ text: String) -> [Float]? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Float($0).flatMap { $0.isFinite ? $0 : nil }
    }
    return numbers.isEmpty || numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  private static func numbers(
    _ option: String, _ value: String?
  ) throws(PreprocessingError) -> [Float] {
    guard let numbers = value.flatMap({ numbers($0) }) else {
      throw PreprocessingError(
        "\(option) takes a number, or one for each channel such as 0.5,0.4,0.3, "
          + "not \((value ?? "").quoted)")
    }
    return numbers
  }

  private static func divisors(
    _ option: String, _ value: String?
  ) throws(PreprocessingError) -> [Float] {
    let numbers = try numbers(option, value)
    guard !numbers.contains(0) else {
      throw PreprocessingError("\(option) cannot be 0, because values are divided by it")
    }
    return numbers
  }

  private static func number(
    _ option: String, _ value: String?
  ) throws(PreprocessingError) -> Float {
    guard let numbers = value.flatMap({ numbers($0) }), numbers.count == 1 else {
      throw PreprocessingError("\(option) takes a number, not \((value ?? "").quoted)")
    }
    return numbers[0]
  }

  private static func side(
    _ option: String, _ value: String?
  ) throws(PreprocessingError) -> Int {
    guard let side = value.flatMap({ Int($0) }), ImageFit.sides.contains(side) else {
      throw PreprocessingError(
        "\(option) takes a number from 1 to \(ImageFit.sides.upperBound), "
          + "not \((value ?? "").quoted)")
    }
    return side
  }

  private static func factor(
    _ option: String, _ value: String?
  ) throws(PreprocessingError) -> ScaleFactor {
    guard let factor = value.flatMap({ ScaleFactor($0) }) else {
      throw PreprocessingError(
        "\(option) takes a number or a fraction such as 1/255, not \((value ?? "").quoted)")
    }
    return factor
  }

  private static func word<W: RawRepresentable & CaseIterable>(
    _ option: String, _ value: String?
  ) throws(PreprocessingError) -> W where W.RawValue == String {
    if let word = value.flatMap({ W(rawValue: $0) }) { return word }
    let words = W.allCases.map(\.rawValue).joined(separator: ", ")
    throw PreprocessingError("\(option) takes one of \(words), not \((value ?? "").quoted)")
  }

  private static func text(_ numbers: [Float]) -> String {
    numbers.map { $0.digits }.joined(separator: ",")
  }
}

extension ImageFit {
  /// `--fit crop --resize-side 256`
  fileprivate var words: [String] {
    ["--fit", kind.rawValue] + (side.map { ["--resize-side", "\($0)"] } ?? [])
      + (fill.map { ["--fill", $0.digits] } ?? [])
  }
}
