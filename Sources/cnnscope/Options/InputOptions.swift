import ArgumentParser
import ModelFiles

/// How an image becomes the tensor that a network takes: step 0.
struct InputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How rows and columns change where they differ from the network's.",
      discussion: "Unless said, 28×28 is padded to 32×32 and all else is scaled bilinearly."))
  var resize: PreprocessingOptions.Resize?

  @Option(
    help: ArgumentHelp(
      "What every number of the file is multiplied by, such as 1/255 or 1.",
      discussion: """
        Unless said, the numbers of images and data sets are divided by the largest there can be, \
        so that they are 0 to 1; arrays are taken as they are.
        """, valueName: "x"))
  var scale: ScaleFactor?

  @Option(
    help: ArgumentHelp(
      "Subtracted after that; one number, or one for each channel of the network.",
      valueName: "a,b,c"))
  var mean: NumberList?

  @Option(help: ArgumentHelp("What is divided by after that, likewise.", valueName: "a,b,c"))
  var deviation: NumberList?

  @Flag(help: "Black becomes white, before all else.")
  var invert = false

  @Option(help: "Make images gray, or order their channels red, green, blue or the other way.")
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

/// Numbers with commas between them.
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
