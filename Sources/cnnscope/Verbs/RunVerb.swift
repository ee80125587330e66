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
      A forward pass in inference mode. --dump writes the output of every layer, or of the one that \
      --layer names, under the names of the layers; --layer alone prints statistics of the output.

      Example: cnnscope run lenet5 digits:42 --weights lenet5.safetensors
               cnnscope run lenet5 digits:42 --dump activations.npz
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(help: .input, completion: .inputs) var input: String

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

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number of at least 1, not \(top)") }
  }

  func run() throws {
    try checkDump()
    let file = network
    let network = try NetworkLibrary.open(file, input: input, whole: false)
    let chosen = try layer.map { try network.layer(named: $0) }
    let asksForResult = chosen == nil && dump == nil
    if asksForResult, !network.hasResult { try network.refuseMissing(file: file) }
    for warning in network.warnings where !asksForResult || network.unavailable.isEmpty {
      StandardError.say(warning)
    }
    let image = try NetworkInput(input, for: network, inputOptions.preparation)
    let state = try options.state(of: network)
    // What was read by now must not be overwritten, either.
    try checkDump()
    let result = ForwardRun(
      network, image, state: state, seed: options.seed, layers: layers(chosen))
    if let dump {
      let arrays = result.activations(of: chosen) + (chosen == nil ? network.knownArrays : [])
      var names: Set<String> = []
      try NpzFile.write(arrays.filter { names.insert($0.name).inserted }, to: dump)
    }
    let shown = dump == nil ? chosen : nil
    StandardOutput.say(
      json ? result.json(top: top, layer: shown).text : result.text(top: top, layer: shown))
    if asksForResult { try network.refuseMissing(file: file) }
  }

  private func checkDump() throws {
    if let dump { try FileContent.checkReplaceable(dump, by: .arrays, replacing: over) }
  }

  /// Which layers the pass has to keep.
  private func layers(_ chosen: Int?) -> ForwardRun.Layers {
    if let chosen { return .one(chosen) }
    return dump == nil ? .none : .all
  }
}

extension Network {
  /// What a model file has that does not depend on the input, under its names.
  fileprivate var knownArrays: [NamedArray] {
    known.map { NamedArray($0.name, NumericArray($0.value)) }
  }
}
