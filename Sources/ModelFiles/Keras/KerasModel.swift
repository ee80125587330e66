import CNNModel

/// A Sequential or functional model of Keras as a graph.
///
/// Keras has the channels last; here they come first, as everywhere in this program: inputs, maps and
/// outputs are `[batch, channels, rows, columns]`. Where the order of the cells counts, as in a
/// flattening, the channels are moved last before it.
struct KerasModel {
  /// A value in the graph.
  struct Value {
    let name: String
    /// The number of axes with the batch.
    let rank: Int
  }

  /// What stands before the names in a model within a model.
  struct Prefix {
    /// Before those of layers, and so of their weights.
    let weights: String
    /// Before those of nodes: another one for every call of the model.
    let nodes: String
  }

  private let path: String
  private let weights: [String: NumericArray]
  /// The version of Keras that the file is of: 2 or 3.
  let version: Int
  private let builder: GraphBuilder
  /// How many models within models are being added.
  private var depth = 0
  /// How much may still be done, as a model that is called many times calls others many times: values
  /// of the configuration that are looked at, calls of layers, which count as ``layerCost``.
  private var room = 1 << 21

  private static let deepest = 8
  private static let layerCost = 1 << 7
  /// The most settings of a layer.
  private static let mostSettings = 256

  var graph: ModelGraph { builder.graph }

  /// Reads the model of a `.keras` or `.h5` file.
  ///
  /// - Throws: ``FileError`` where it holds none, or a layer contradicts itself.
  init(_ path: String) throws(FileError) {
    let parts = try KerasFile.parts(path)
    guard let model = parts.model else {
      throw FileError(
        path: path, reason: "this file of Keras holds weights, but no configuration of a model")
    }
    self.path = path
    let names = KerasNames(parts.weights, KerasLayer.all(in: model) ?? [])
    weights = Dictionary(
      names.entries.map { ($0.name, KerasFile.transposed($0)) },
      uniquingKeysWith: { first, _ in first }
    )
    version = parts.version ?? (model["module"] == nil ? 2 : 3)
    builder = GraphBuilder(path: path)
    for output in try add(model, given: [], Prefix(weights: "", nodes: "")) {
      builder.addOutput(output.name, .float32)
    }
  }

  func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  /// - Throws: where a small file would take long, as it calls the same models again and again.
  mutating func spend(_ count: Int) throws(FileError) {
    room -= count
    guard room >= 0 else { throw refused("its models are called too often") }
  }

  /// Adds the layers of a model.
  ///
  /// - Parameter given: what a model within a model is given; empty for the outermost one, whose inputs
  ///   are the graph's.
  /// - Returns: its outputs.
  private mutating func add(
    _ model: JSONText, given: [Value], _ prefix: Prefix
  ) throws(FileError) -> [Value] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw refused("its models are nested too deeply") }
    for layer in model["config"]?["layers"]?.elements ?? [] { try checkSize(of: layer) }
    switch model["class_name"]?.string {
    case "Sequential": return [try addSequence(model, given, prefix)]
    case "Functional", "Model": return try addGraph(model, given, prefix)
    default:
      let found = model["class_name"]?.string?.quoted ?? "none"
      throw refused("a Sequential or functional model is expected, but its class is \(found)")
    }
  }

  private mutating func checkSize(of layer: JSONText) throws(FileError) {
    try spend(1)
    for part in [layer, layer["config"]] {
      guard case .object(let members)? = part, members.count > Self.mostSettings else { continue }
      throw refused(
        "a layer has \(members.count) settings, but at most \(Self.mostSettings) are read")
    }
  }
}

// MARK: Sequential

extension KerasModel {
  private mutating func addSequence(
    _ model: JSONText, _ given: [Value], _ prefix: Prefix
  ) throws(FileError) -> Value {
    let layers = model["config"]?["layers"]?.elements ?? []
    var value = given.first
    if value == nil, layers.first?["class_name"]?.string != "InputLayer" {
      let shape =
        layers.first?["config"]?["batch_input_shape"] ?? model["config"]?["build_input_shape"]
      guard let shape else { throw refused("this model does not say the shape of its input") }
      value = try addInput("input", shape)
    }
    for layer in layers {
      value = try addLayer(layer, value.map { [$0] } ?? [], prefix, call: 0).first ?? value
    }
    guard let value else { throw refused("this model has no layers") }
    return value
  }

  /// An input of the graph, the channels of its shape first.
  private mutating func addInput(_ name: String, _ shape: JSONText) throws(FileError) -> Value {
    guard let extents = shape.elements, (1...5).contains(extents.count) else {
      throw refused("the shape of its input \(name.quoted) is not a list of up to five numbers")
    }
    let all = extents.map { ModelGraph.Extent($0.integer) }
    let ordered = all.count > 2 ? [all[0], all[all.count - 1]] + all[1..<all.count - 1] : all
    builder.addInput(name, .float32, ordered)
    return Value(name: name, rank: ordered.count)
  }

  static func name(of layer: JSONText) -> String {
    layer["config"]?["name"]?.string ?? layer["name"]?.string ?? "layer"
  }

  /// Adds a layer, or the model that it is; one that is not supported becomes a node that says so.
  ///
  /// - Parameter call: how often the layer was called before.
  mutating func addLayer(
    _ layer: JSONText, _ inputs: [Value], _ prefix: Prefix, call: Int
  ) throws(FileError) -> [Value] {
    try spend(Self.layerCost)
    let kind = layer["class_name"]?.string ?? ""
    let own = Self.name(of: layer)
    let name = prefix.nodes + (call == 0 ? own : "\(own)_\(call)")
    if ["Sequential", "Functional", "Model"].contains(kind) {
      let inner = Prefix(weights: "\(prefix.weights)\(own).", nodes: "\(name).")
      return try add(layer, given: inputs, inner)
    }
    if kind == "InputLayer" {
      guard inputs.isEmpty else { return inputs }
      let settings = layer["config"]
      guard let shape = settings?["batch_shape"] ?? settings?["batch_input_shape"] else {
        throw refused("the input \(name.quoted) has no shape")
      }
      return [try addInput(name, shape)]
    }
    guard let first = inputs.first else { throw refused("the layer \(name.quoted) has no input") }
    let context = KerasCall(
      name: name, layer: prefix.weights + own, inputs: inputs,
      settings: layer["config"] ?? .object([]), version: version, weights: weights,
      builder: builder)
    return [try lower(kind, context, rank: first.rank)]
  }

  /// Adds the nodes of a layer, or one that says that it is not supported.
  ///
  /// - Parameter rank: that of its input.
  private func lower(
    _ kind: String, _ call: KerasCall, rank: Int
  ) throws(FileError) -> Value {
    let count = builder.nodes.count
    do throws(NodeError) {
      try call.checkLayout()
      guard let lowering = KerasLowering.all[kind] else {
        throw .unsupported("the layer is not supported")
      }
      return try lowering(call)
    } catch {
      guard case .unsupported = error else {
        throw refused("\(call.name.quoted) (\(kind.brief.harmless)): \(error.reason)")
      }
      builder.removeNodes(behind: count)
      builder.add(kind, call.inputs.map(\.name), name: call.name, domain: "keras")
      return Value(name: call.name, rank: rank)
    }
  }
}
