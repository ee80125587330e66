import ArgumentParser
import ModelFiles

/// How an image becomes the tensor that a network takes.
struct InputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How rows and columns change where they differ from the network's.",
      discussion: "Unless said, 28×28 is padded to 32×32 and all else is scaled bilinearly."))
  var resize: InputFit.Resize?
}

extension InputFit.Resize: ExpressibleByArgument {}
