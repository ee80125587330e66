import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// The options of verbs that go over the samples of a data set.
struct SampleOptions: ParsableArguments {
  @Option(help: .dataSet)
  var data: String

  @Option(help: "The part of the data set.") var part = Part.test

  @Option(help: "Use only the first samples (default: all).")
  var limit: Int?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var classes: ClassOptions
  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    try ValidationError.checkPositive("limit", limit)
  }

  /// The network, with the names of its classes.
  func network(_ name: String) throws -> Network {
    try classes.named(
      try NetworkLibrary.open(
        name, input: "\(data):0", sample: shape.sample, inputOptions.preparation))
  }

  /// The data set, as a network takes its samples.
  func opened(for network: Network) throws -> TrainingData {
    try Progress.reading { () throws(UserError) in
      try TrainingData(data, for: network, inputOptions.preparation)
    }
  }
}

/// A part of a data set, as `--part` names it.
enum Part: String, ExpressibleByArgument, CaseIterable {
  case test, train

  var ofDataSet: DataSet.Part {
    switch self {
    case .test: .test
    case .train: .train
    }
  }
}
