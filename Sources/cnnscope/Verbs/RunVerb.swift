import ArgumentParser
import CNNEngine
import CNNModel
import ModelFiles
import ScopeDebugger

/// `cnnscope run`: one forward pass, in evaluation mode.
struct RunVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a network on an image and print the most probable classes.",
    discussion: """
      A forward pass in inference mode. Of an output that is a list of scores, the classes are \
      printed; of any other, and of several outputs, statistics and the numbers of small ones. \
      --json holds all numbers. An array of several samples, such as 8×1×28×28, gives a result for \
      each. The loss is printed where --label sets the class, or where a sample with a class goes \
      through a network that gives classes. --dump writes the output of every layer, or of the one \
      that --layer names, under the names that --layer takes; --layer alone prints it. With --data \
      instead of an input, --dump writes a row for every sample of the test part while it is \
      computed, as export does.

      Example: cnnscope run lenet5 digits:42 --weights lenet5.safetensors
               cnnscope run lenet5 digits:42 --dump activations.npz
               cnnscope run lenet5 --data mnist --dump activations.npz --layer conv2
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: .input, completion: .inputs) var input: String?

  @Option(help: .dataSet)
  var data: String?

  @Option(help: "Use only the first samples of --data (default: all).")
  var limit: Int?

  @Option(help: "The number of classes to print.")
  var top = 5

  @Option(
    help: ArgumentHelp("Write the activations to a file.", valueName: "file.npz"),
    completion: .file(extensions: ["npz"]))
  var dump: String?

  @Flag(help: "Replace the file of --dump where it exists.")
  var over = false

  @Option(help: ArgumentHelp("Only this layer.", valueName: "name"))
  var layer: String?

  @Option(help: "The class that the input shows, for the loss.")
  var label: Int?

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var classes: ClassOptions
  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    try ValidationError.checkPositive("top", top)
    if let label, !(0...65535).contains(label) {
      throw ValidationError("--label takes a class from 0 to 65535, not \(label)")
    }
    try ValidationError.checkPositive("limit", limit)
    try validateData()
  }

  private func validateData() throws {
    guard data != nil else {
      if input == nil { throw ValidationError("run needs an input, or a data set by --data") }
      if limit != nil { throw ValidationError("--limit belongs to --data") }
      return
    }
    if let input {
      throw ValidationError(
        "--data runs every sample of a data set, so no input goes with it, unlike "
          + input.quoted)
    }
    if dump == nil {
      throw ValidationError("--data needs --dump; evaluate says how well the network does")
    }
    if label != nil || json {
      throw ValidationError("\(json ? "--json" : "--label") belongs to a single input")
    }
  }

  func run() throws {
    try checkDump()
    if let data, let dump { return try write(samplesOf: data, to: dump) }
    let input = input ?? ""
    let file = network
    let network = try classes.named(
      try NetworkLibrary.open(
        file, input: input, sample: shape.sample, inputOptions.preparation, whole: false))
    let chosen = try layer.map { try values(named: $0, of: network) }
    let asksForResult = chosen == nil && dump == nil
    if asksForResult, !network.hasResult { try network.refuseMissing(file: file) }
    for warning in network.warnings where !asksForResult || network.unavailable.isEmpty {
      StandardError.say(warning)
    }
    let state = try options.state(of: network)
    let inputs = try inputs(input, of: network)
    // What was read by now must not be overwritten, either.
    try checkDump()
    let runs = inputs.map {
      ForwardRun(network, $0, state: state, seed: options.seed, layers: layers(chosen))
    }
    if let violation = runs.lazy.compactMap(\.violation).first {
      throw UserError("\(network.title): \(violation)")
    }
    let report = RunReport(network: network, runs: runs, top: top, asksForLoss: label != nil)
    if let dump { try write(report, chosen, to: dump) }
    let shown = dump == nil ? chosen : nil
    StandardOutput.say(json ? report.json(shown).text : report.text(shown))
    if asksForResult { try network.refuseMissing(file: file) }
  }

  /// The samples of the input, with the label that was set.
  ///
  /// - Throws: `UserError` where the input does not fit, or the label cannot be compared.
  private func inputs(_ input: String, of network: Network) throws -> [NetworkInput] {
    var inputs = try NetworkInput.all(input, for: network, inputOptions.preparation)
    guard let label else { return inputs }
    for index in inputs.indices {
      inputs[index].label = label
      if let reason = inputs[index].batch(for: network).withoutTarget { throw UserError(reason) }
    }
    return inputs
  }

  /// The rows of every sample of a data set.
  private func write(samplesOf name: String, to path: String) throws {
    let network = try NetworkLibrary.open(
      network, input: "\(name):0", sample: shape.sample, inputOptions.preparation)
    try SampleDump(
      layers: layer.map { [$0] } ?? [], limit: limit, path: path
    ).write(
      try classes.named(network), try options.state(of: network), of: name,
      inputOptions.preparation)
  }

  private func write(
    _ report: RunReport, _ chosen: [ValueReference]?, to path: String
  ) throws {
    let network = report.network
    let values =
      chosen ?? network.nodes.indices.flatMap { [ValueReference](ofNode: $0, in: network) }
    let arrays = values.compactMap(report.array) + (chosen == nil ? knownArrays(of: network) : [])
    var names: Set<String> = []
    try NpzFile.write(arrays.filter { names.insert($0.name).inserted }, to: path)
  }

  private func checkDump() throws {
    if let dump { try FileContent.checkReplaceable(dump, by: .arrays, replacing: over) }
  }

  /// Which layers the pass has to keep.
  private func layers(_ chosen: [ValueReference]?) -> ForwardRun.Layers {
    if let chosen { return .some(chosen) }
    return dump == nil ? .none : .all
  }

  /// The value that a dump has under a name, or else all outputs of the layer of that name.
  ///
  /// - Throws: `UserError` with the nearest name when there is none.
  private func values(named name: String, of network: Network) throws -> [ValueReference] {
    let all = network.nodes.indices.flatMap { [ValueReference](ofNode: $0, in: network) }
    if let value = all.first(where: { network.valueName($0) == name }) { return [value] }
    return [ValueReference](ofNode: try network.layer(named: name), in: network)
  }

  /// What a model file has that does not depend on the input, under its names.
  private func knownArrays(of network: Network) -> [NamedArray] {
    network.known.map { NamedArray($0.name, NumericArray($0.value)) }
  }
}
