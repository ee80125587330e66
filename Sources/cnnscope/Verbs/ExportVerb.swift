import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// `cnnscope export`: a network in another format, or what it computes for a data set.
struct ExportVerb: ParsableCommand, NetworkVerb {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a network as an ONNX model, text or code, or its activations for a data set.",
    discussion: """
      The ending of FILE decides: .onnx is a model with the weights of --weights (or of the seed), \
      .cnn the text of the network, .py its code for PyTorch or, with --keras, for Keras, without \
      weights.

      With --data, FILE.npz holds an array with a row for every sample of the test part for each \
      --layer (without, for all that have such rows), and labels where the samples have classes. It is written while it is \
      computed, so it may be larger than the memory. Gradients are those of each sample's own loss; \
      both are computed as for a prediction.

      Example: cnnscope export lenet5 lenet5.onnx --weights lenet5.safetensors
               cnnscope export lenet5 acts.npz --data mnist --layer conv1 --layer linear1
      """)

  @Argument(help: .network, completion: .networks) var network: String
  @Argument(
    help: "The file to write: .onnx, .cnn, .py or .npz.",
    completion: .file(extensions: ["onnx", "cnn", "py", "npz"]))
  var file: String

  @Flag(help: "Write code for Keras instead of PyTorch.")
  var keras = false

  @Option(help: .dataSet)
  var data: String?

  @Option(help: "What is written of the layers (default: activation).")
  var what: SampleExport.What?

  @Option(help: ArgumentHelp("A layer; may be repeated (default: all).", valueName: "name"))
  var layer: [String] = []

  @Option(help: "The part of the data set (default: test).")
  var part: DataSet.Part?

  @Option(help: "Use only the first samples (default: all).")
  var limit: Int?

  @Flag(help: "Replace the file where it exists.")
  var over = false

  @OptionGroup var options: NetworkOptions
  @OptionGroup var inputOptions: InputOptions
  @OptionGroup var shape: InputShapeOptions

  func validate() throws {
    try ValidationError.checkPositive("limit", limit)
    let isArrays = file.lowercased().hasSuffix(".npz")
    guard isArrays == (data != nil) else {
      throw ValidationError(
        isArrays ? "an .npz file needs --data" : "with --data, the file is an .npz archive")
    }
    guard isArrays || [".onnx", ".cnn", ".py"].contains(where: file.lowercased().hasSuffix) else {
      throw ValidationError("the file ends in .onnx, .cnn, .py or .npz, unlike \(file.quoted)")
    }
    try validateOptions()
  }

  /// - Throws: for the first option that would change nothing in such a file.
  private func validateOptions() throws {
    if data == nil, let option = samplesOptions.first {
      throw ValidationError("\(option) belongs to --data")
    }
    let ending = file.lowercased()
    if keras, !ending.hasSuffix(".py") {
      throw ValidationError("--keras belongs to code, a .py file")
    }
    if options.weights != nil, [".cnn", ".py"].contains(where: ending.hasSuffix) {
      throw ValidationError("--weights cannot be written to \(file.quoted); .onnx holds them")
    }
  }

  /// The options that were given for samples of a data set.
  private var samplesOptions: [String] {
    (layer.isEmpty ? [] : ["--layer"]) + (what == nil ? [] : ["--what"])
      + (part == nil ? [] : ["--part"]) + (limit == nil ? [] : ["--limit"]) + inputOptions.given
  }

  func run() throws {
    if let data { return try write(samplesOf: data) }
    let network = try NetworkLibrary.open(network, sample: shape.sample)
    let ending = file.lowercased()
    if ending.hasSuffix(".onnx") {
      try FileContent.checkReplaceable(file, by: .model, replacing: over)
      let bytes = try ModelExport.encode(network, try options.state(of: network), path: file)
      return try FileContent.writeNew(bytes, to: file, as: .model, replacing: over)
    }
    let isText = ending.hasSuffix(".cnn")
    let text = isText ? network.text : network.code(for: keras ? .keras : .pytorch)
    try FileContent.writeNew(
      Array(text.utf8), to: file, as: isText ? .network : .code, replacing: over)
  }

  private func write(samplesOf name: String) throws {
    try FileContent.checkReplaceable(file, by: .arrays, replacing: over)
    let network = try NetworkLibrary.open(
      network, input: "\(name):0", sample: shape.sample, inputOptions.preparation)
    try SampleDump(
      what: what ?? .activation, layers: layer, part: part ?? .test, limit: limit, path: file
    ).write(network, try options.state(of: network), of: name, inputOptions.preparation)
  }
}

extension DataSet.Part: ExpressibleByArgument {}
extension SampleExport.What: ExpressibleByArgument {}
