import ArgumentParser
import CNNModel
import ModelFiles
import ScopeDebugger

/// `cnnscope shapes`: a network as a table, or the contents of a file.
struct ShapesVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes",
    abstract: "List a network's layers, shapes and parameters, or the contents of a file.",
    discussion: """
      One row per layer: its name, its line in a model file, its output shape, its parameters with \
      their arithmetic, its multiply-accumulates (MACs) for one image, and its receptive field in \
      rows×columns. For a .npy, .npz, IDX, safetensors, PyTorch, Keras or image file: name, type, shape, \
      minimum, maximum and mean of every array.

      Of an ONNX model, parameters are the initializers that a layer has as its weights: kernels, \
      matrices, tables, biases, scales, slopes; what is added or multiplied as one number for every \
      channel directly behind such a layer or between two of them; and what is added between them \
      as an array of the value's own shape. All other constants are fixed: single numbers, \
      exponents, what comes before the first weights or after the last ones. An initializer that \
      several layers read is one parameter.

      Example: cnnscope shapes lenet5
               cnnscope shapes lenet5 --input 1x64x64
               cnnscope shapes weights.safetensors --json
      """)

  @Argument(
    help: ArgumentHelp(
      "A built-in network, a .cnn, .onnx, .pt2, .keras or .h5 file, arrays, or an image."),
    completion: .networks)
  var network: String?

  @OptionGroup var shape: InputShapeOptions

  @Flag(help: "List the built-in networks.")
  var list = false

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    guard list == (network == nil) else {
      throw ValidationError(
        list ? "--list takes no network" : "shapes needs a network or a file, or --list")
    }
    if list, shape.sample != nil { throw ValidationError("--list takes no --input") }
  }

  func run() throws {
    guard let network else { return list(BuiltInNetwork.all) }
    if let arrays = try arrays(in: network) { return try show(arrays, of: network) }
    let opened = try NetworkLibrary.open(network, sample: shape.sample, whole: false)
    let summary = NetworkSummary(opened)
    StandardOutput.say(
      json ? summary.json.text : SummaryTable.lines(summary).joined(separator: "\n"))
  }

  private func list(_ networks: [BuiltInNetwork]) {
    guard !json else { return StandardOutput.say(JSONText.array(networks.map(\.json)).text) }
    let width = networks.map(\.name.count).max() ?? 0
    for network in networks {
      let blanks = String(repeating: " ", count: width - network.name.count)
      StandardOutput.say("\(network.name)\(blanks)  \(network.summary)")
    }
  }

  /// The arrays of a file, nil where the name means a network.
  private func arrays(in name: String) throws -> [NamedArray]? {
    guard !NetworkLibrary.names.contains(name) else { return nil }
    if !FileContent.exists(name), let colon = name.lastIndex(of: ":"),
      FileContent.exists(String(name[..<colon]))
    {
      return [NamedArray(String(name[name.index(after: colon)...]), try ArrayFile.read(name))]
    }
    guard FileContent.exists(name) else { return nil }
    let kind = try FileKind(ofFile: name)
    let isNetwork =
      try kind.format == .text || (kind.format == .empty && name.hasSuffix(".cnn"))
      || NetworkLibrary.isModel(name)
    guard !isNetwork else { return nil }
    guard kind.isReadable else {
      throw kind.refusal(
        name,
        expected: "a network (.cnn, .onnx, .pt2, .keras) or arrays (.npy, .npz, IDX, safetensors, "
          + ".pt, .h5)")
    }
    let contents = try ArrayFile.contents(name)
    for note in contents.notes { StandardError.say("\(name.harmless): \(note.harmless)") }
    return contents.arrays
  }

  private func show(_ arrays: [NamedArray], of file: String) throws {
    guard shape.sample == nil else {
      throw UserError("\(file.harmless): --input is for networks, but this file holds arrays")
    }
    let table = ArrayTable(arrays)
    StandardOutput.say(json ? table.json.text : table.text)
  }
}

/// A built-in network and its summary.
struct BuiltInNetwork {
  let name: String
  /// The first comment of its file.
  let summary: String

  static var all: [BuiltInNetwork] {
    NetworkLibrary.names.map { name in
      let text = String(decoding: SampleFiles.bytes(named: "\(name).cnn") ?? [], as: UTF8.self)
      let comment = text.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
      return BuiltInNetwork(name: name, summary: String(comment))
    }
  }

  var json: JSONText { .object([("name", .string(name)), ("summary", .string(summary))]) }
}
