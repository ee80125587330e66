import ArgumentParser
import ModelFiles
import ScopeDebugger

/// What is opened: a network with an image, or a file of tensors.
struct SubjectOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A built-in network (default: lenet5), or a .cnn, .onnx, .pt2, .keras or .h5 file.",
      valueName: "network"), completion: .networks)
  var named: String?
  @Argument(help: .input, completion: .inputs) var input = "digits:42"

  @Option(help: .dataSet)
  var data: String?
  @OptionGroup var classes: ClassOptions
  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  /// The network that is opened.
  var network: String { named ?? "lenet5" }

  /// - Throws: `UserError` or `FileError` when the network, the image, the weights or the tensors cannot
  ///   be opened.
  func session() throws -> Session {
    if !NetworkLibrary.names.contains(network), WeightList.isWeights(network) {
      return Session(
        tensors: try WeightList(network), inputOptions.preparation,
        start: NetworkStart(input: input, seed: options.seed))
    }
    let source = NetworkSource(network, sample: shape.sample)
    let network = try classes.named(
      try NetworkLibrary.open(
        network, input: input, sample: shape.sample, inputOptions.preparation, whole: false))
    let loaded = options.weights == nil ? nil : try options.state(of: network)
    var session = try Session(
      network, input: input, inputOptions.preparation, seed: options.seed, loaded: loaded,
      data: data)
    session.source = source
    session.hasTrainedWeights = options.weights == TrainedWeights.word
    return session
  }
}

/// A verb that opens a network or a file of tensors.
protocol SubjectVerb: NetworkVerb {
  var subject: SubjectOptions { get }
}

extension SubjectVerb {
  var options: NetworkOptions { subject.options }
}
