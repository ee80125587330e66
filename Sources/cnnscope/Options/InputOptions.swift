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
  }

  var preparation: PreprocessingOptions {
    PreprocessingOptions(
      resize: resize, scale: scale, mean: mean?.numbers ?? [],
      deviation: deviation?.numbers ?? [], isInverted: invert, channels: channels)
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
extension PreprocessingOptions.Channels: ExpressibleByArgument {}

extension ScaleFactor: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
