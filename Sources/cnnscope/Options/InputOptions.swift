import ArgumentParser
import ModelFiles

/// The preprocessing: how an image becomes the tensor that a network takes.
struct InputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How the image is resized to the network's rows and columns.",
      discussion: "By default, 28×28 is padded to 32×32 and any other size is resized bilinearly."))
  var resize: PreprocessingOptions.Resize?

  @Option(
    help: ArgumentHelp(
      "What becomes of an image with other proportions than the network's.",
      discussion: """
        squash (the default) resizes rows and columns each by its own factor, crop cuts the center \
        out of the image resized by one, pad fills the rest.
        """))
  var fit: ImageFit.Kind?

  @Option(
    help: ArgumentHelp(
      "What the shorter side is resized to before --fit crop, such as 256.", valueName: "n"))
  var resizeSide: Int?

  @Option(
    help: ArgumentHelp(
      "The value that fills the rest with --fit pad, as a value of the file after --invert.",
      valueName: "x"))
  var fill: Float?

  @Option(
    help: ArgumentHelp(
      "The factor for every value of the file, such as 1/255 or 1.",
      discussion: """
        By default, the values of images and data sets are divided by the largest possible one, \
        which maps them to 0…1; arrays are taken unchanged.
        """, valueName: "x"))
  var scale: ScaleFactor?

  @Option(
    help: ArgumentHelp(
      "The mean to subtract after scaling: one number, or one per channel of the network.",
      valueName: "a,b,c"))
  var mean: NumberList?

  @Option(
    help: ArgumentHelp(
      "The standard deviation to divide by after that: one number, or one per channel.",
      valueName: "a,b,c"))
  var deviation: NumberList?

  @Flag(help: "Invert the image (black becomes white) before anything else.")
  var invert = false

  @Option(help: "The channels: grayscale, or the order of red, green and blue.")
  var channels: PreprocessingOptions.Channels?

  func validate() throws {
    if deviation?.numbers.contains(0) == true {
      throw ValidationError("--deviation cannot be 0, because values are divided by it")
    }
    if let resizeSide, !ImageFit.sides.contains(resizeSide) {
      throw ValidationError(
        "--resize-side takes a number from 1 to \(ImageFit.sides.upperBound), not \(resizeSide)")
    }
    if let fill, !fill.isFinite { throw ValidationError("--fill takes a number, not \(fill)") }
  }

  var preparation: PreprocessingOptions {
    PreprocessingOptions(
      resize: resize, fit: imageFit, scale: scale, mean: mean?.numbers ?? [],
      deviation: deviation?.numbers ?? [], isInverted: invert, channels: channels)
  }
}

extension InputOptions {
  /// The options that were given, such as `--resize`.
  var given: [String] { preparation.words.filter { $0.hasPrefix("--") } }

  private var imageFit: ImageFit? {
    guard fit != nil || resizeSide != nil || fill != nil else { return nil }
    let kind = fit ?? (resizeSide != nil ? .crop : .pad)
    return ImageFit(kind, side: resizeSide, fill: fill)
  }
}

/// Numbers separated by commas.
struct NumberList: ExpressibleByArgument {
  let numbers: [Float]

  init?(argument: String) {
    guard let numbers = PreprocessingOptions.numbers(argument) else { return nil }
    self.numbers = numbers
  }
}

extension PreprocessingOptions.Resize: ExpressibleByArgument {}
extension ImageFit.Kind: ExpressibleByArgument {}
extension PreprocessingOptions.Channels: ExpressibleByArgument {}

extension ScaleFactor: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
