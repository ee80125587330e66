import ArgumentParser
import CNNModel
import Comparison
import ModelFiles
import ScopeDebugger

/// `cnnscope compare`: which layer differs from what somebody else computed, and why.
struct CompareVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say at which layer two results part, and why.",
    discussion: """
      With --reference, every layer is computed twice: on the reference's inputs, so that an error is \
      seen where it is born, and in the network's own pass, so that it is seen where it arrives. The \
      arrays are found by name, by their numbers, or by order. The first layer whose own error is \
      more than rounding is guilty; where the reference lacks arrays, it is a stretch of layers. The \
      cause is a changed computation that gives the reference's array; what is only likely is said so.

      With two networks and an input, or one network with --weights and --other-weights, the second \
      one is the reference.

      Exit status: 0 equal within rounding, 1 different, or nodes that cannot be computed.

      Example: cnnscope compare model.onnx input.npy --reference acts.npz
               cnnscope compare old.onnx new.onnx photo.png
               cnnscope compare lenet5 digits:42 --weights a.npz --other-weights b.npz
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(
    help: "The input; with two networks, the second network and then the input.",
    completion: .inputs)
  var inputs: [String] = []

  @Option(
    help: ArgumentHelp(
      "What each layer should have given: an .npz file.", valueName: "acts.npz"),
    completion: .file(extensions: ["npz"]))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "What went into the reference, where that may be another array.", valueName: "x.npy"),
    completion: .arrays)
  var referenceInput: String?

  @Option(
    help: ArgumentHelp("Compare with the same network with these weights.", valueName: "file"),
    completion: .file(extensions: ["safetensors", "npz", "pt", "pth", "ckpt", "h5", "onnx"]))
  var otherWeights: String?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    if reference != nil, otherWeights != nil {
      throw ValidationError("compare takes --reference or --other-weights, not both")
    }
    if referenceInput != nil, reference == nil {
      throw ValidationError("--reference-input needs --reference")
    }
    let most = reference == nil && otherWeights == nil ? 2 : 1
    if reference == nil, inputs.count < most {
      throw ValidationError(
        otherWeights == nil
          ? "compare takes a network with --reference, or two networks and an input"
          : "compare takes a network and an input with --other-weights")
    }
    if inputs.count > most {
      throw ValidationError("compare has an argument too many: \(inputs[most].quoted)")
    }
  }

  func run() throws {
    let comparison = try reference.map(compareWithFile) ?? compareNetworks()
    let report = ComparisonReport(comparison, reference: referenceName)
    StandardOutput.say(json ? report.json.text : report.text)
    if !comparison.isEqual || !comparison.isComplete { throw ExitCode(1) }
  }

  private var referenceName: String { reference ?? otherWeights ?? inputs.first ?? "" }

  private func compareWithFile(_ path: String) throws -> NetworkComparison {
    let arrays = try ReferenceArrays(file: path)
    let own = try opened(network, input: inputs.first ?? referenceInput)
    let state = try options.state(of: own)
    let name = try inputs.first ?? referenceInput ?? arrayOfInput(own, arrays)
    let input = try NetworkInput(name, for: own, inputOptions.preparation)
    let meant = try referenceInput.map { try values(NetworkInput($0, for: own), own) }
    return try compare(
      ComparedNetwork(own, state: state), arrays, values(input, own), meant)
  }

  /// The member of the reference that is called like the network's input.
  private func arrayOfInput(_ network: Network, _ arrays: ReferenceArrays) throws -> String {
    guard let first = network.sources.first else {
      throw UserError("\(network.title) has no input, so there is nothing to compare")
    }
    let source = network.nodes[first]
    let names = [source.name] + source.outputNames + ["input", "x"]
    guard let found = names.first(where: { name in arrays.entries.contains { $0.name == name } })
    else {
      throw UserError(
        "compare needs the input: name it behind the network, or put it into \(arrays.path.shownPath) as "
          + source.name.quoted)
    }
    return "\(arrays.path):\(found)"
  }

  private func compareNetworks() throws -> NetworkComparison {
    let isOne = otherWeights != nil
    let inputName = isOne ? inputs[0] : inputs[1]
    let own = try opened(network, input: inputName)
    let other = isOne ? own : try opened(inputs[0], input: inputName)
    let state = try options.state(of: own)
    var otherState = try isOne ? state : NetworkOptions.initial(other, seed: options.seed)
    if let otherWeights {
      let report = try WeightFile(otherWeights).fill(&otherState, of: other, partially: false)
      for line in report.lines(file: otherWeights) { StandardError.say(line) }
    }
    let input = try NetworkInput(inputName, for: own, inputOptions.preparation)
    let otherInput = try NetworkInput(inputName, for: other, inputOptions.preparation)
    let arrays = ComparedNetwork(other, state: otherState).activations(
      of: values(otherInput, other), path: referenceName)
    return try compare(
      ComparedNetwork(own, state: state), arrays, values(input, own), nil)
  }

  private func opened(_ name: String, input: String?) throws -> Network {
    let network = try NetworkLibrary.open(
      name, input: input, sample: shape.sample, inputOptions.preparation, whole: false)
    for warning in network.warnings { StandardError.say(warning) }
    return network
  }

  private func values(_ input: NetworkInput, _ network: Network) -> [Value] {
    let batch = input.batch(for: network).batch
    return batch.inputs.indices.map { batch.exactInputs[$0] ?? .floats(batch.inputs[$0]) }
  }

  private func compare(
    _ compared: ComparedNetwork, _ arrays: ReferenceArrays, _ inputs: [Value], _ meant: [Value]?
  ) throws -> NetworkComparison {
    var progress: Progress?
    defer { progress?.finish() }
    return try Comparer(
      compared, arrays, inputs: inputs, referenceInputs: meant,
      progress: { done, total, what in
        if progress == nil { progress = Progress(total: total) }
        progress?.show(done, what)
      }
    ).compare()
  }
}
