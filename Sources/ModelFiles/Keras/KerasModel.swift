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

  private let path: String
  private let weights: [String: NumericArray]
  /// The version of Keras that the file is of: 2 or 3.
  private let version: Int
  private let builder: GraphBuilder
  /// How many models within models are being added.
  private var depth = 0

  private static let deepest = 8

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
      names.entries.map { ($0.name, KerasFile.turned($0)) }, uniquingKeysWith: { first, _ in first }
    )
    version = model["module"] == nil ? 2 : 3
    builder = GraphBuilder(path: path)
    for output in try add(model, given: [], prefix: "") { builder.addOutput(output.name, .float32) }
  }

  private func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  /// Adds the layers of a model.
  ///
  /// - Parameter given: what a model within a model is given; empty for the outermost one, whose inputs
  ///   are the graph's.
  /// - Returns: its outputs.
  private mutating func add(
    _ model: JSONText, given: [Value], prefix: String
  ) throws(FileError) -> [Value] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw refused("its models are nested too deeply") }
    switch model["class_name"]?.string {
    case "Sequential": return [try addSequence(model, given, prefix)]
    case "Functional", "Model": return try addGraph(model, given, prefix)
    default:
      let found = model["class_name"]?.string?.quoted ?? "none"
      throw refused("a Sequential or functional model is expected, but its class is \(found)")
    }
  }
}

// MARK: Sequential

extension KerasModel {
  private mutating func addSequence(
    _ model: JSONText, _ given: [Value], _ prefix: String
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

  private func title(_ layer: JSONText, _ prefix: String) -> String {
    prefix + (layer["config"]?["name"]?.string ?? layer["name"]?.string ?? "layer")
  }

  /// Adds a layer, or the model that it is; one that is not supported becomes a node that says so.
  ///
  /// - Parameter call: how often the layer was called before.
  private mutating func addLayer(
    _ layer: JSONText, _ inputs: [Value], _ prefix: String, call: Int
  ) throws(FileError) -> [Value] {
    let kind = layer["class_name"]?.string ?? ""
    let own = title(layer, prefix)
    if ["Sequential", "Functional", "Model"].contains(kind) {
      return try add(layer, given: inputs, prefix: "\(own).")
    }
    if kind == "InputLayer" {
      guard inputs.isEmpty else { return inputs }
      let settings = layer["config"]
      guard let shape = settings?["batch_shape"] ?? settings?["batch_input_shape"] else {
        throw refused("the input \(own.quoted) has no shape")
      }
      return [try addInput(own, shape)]
    }
    guard let first = inputs.first else { throw refused("the layer \(own.quoted) has no input") }
    let name = call == 0 ? own : "\(own)_\(call)"
    let count = builder.nodes.count
    let context = KerasCall(
      name: name, layer: own, inputs: inputs, settings: layer["config"] ?? .object([]),
      version: version, weights: weights, builder: builder)
    do throws(NodeError) {
      try context.checkLayout()
      guard let lowering = KerasLowering.all[kind] else {
        throw .unsupported("the layer is not supported")
      }
      return [try lowering(context)]
    } catch {
      guard case .unsupported = error else {
        throw refused("\(own.quoted) (\(kind.brief.harmless)): \(error.reason)")
      }
      builder.removeNodes(behind: count)
      builder.add(kind, inputs.map(\.name), name: name, domain: "keras")
      return [Value(name: name, rank: first.rank)]
    }
  }
}

// MARK: Functional

extension KerasModel {
  private mutating func addGraph(
    _ model: JSONText, _ given: [Value], _ prefix: String
  ) throws(FileError) -> [Value] {
    let config = model["config"]
    var given = given
    var calls: [String: [Value]] = [:]
    for layer in config?["layers"]?.elements ?? [] {
      let name = layer["config"]?["name"]?.string ?? layer["name"]?.string ?? ""
      let nodes = layer["inbound_nodes"]?.elements ?? []
      if nodes.isEmpty {
        let isGiven = layer["class_name"]?.string == "InputLayer" && !given.isEmpty
        let inputs = isGiven ? [given.removeFirst()] : []
        calls["\(name) 0"] = try addLayer(layer, inputs, prefix, call: 0)
      }
      for (call, node) in nodes.enumerated() {
        let inputs = try KerasReference.all(in: node).map { (reference) throws(FileError) in
          try value(of: reference, calls, for: name)
        }
        calls["\(name) \(call)"] = try addLayer(layer, inputs, prefix, call: call)
      }
    }
    let outputs = KerasReference.all(in: config?["output_layers"] ?? .array([]))
    guard !outputs.isEmpty else { throw refused("this model has no outputs") }
    return try outputs.map { (reference) throws(FileError) in
      try value(of: reference, calls, for: "output")
    }
  }

  private func value(
    of reference: KerasReference, _ calls: [String: [Value]], for name: String
  ) throws(FileError) -> Value {
    guard let values = calls["\(reference.layer) \(reference.call)"],
      values.indices.contains(reference.output)
    else {
      throw refused(
        "the layer \(name.quoted) reads \(reference.layer.quoted), which does not come before it")
    }
    return values[reference.output]
  }
}

/// A value in the configuration of a functional model: which layer gave it, at which of its calls.
struct KerasReference {
  let layer: String
  let call: Int
  let output: Int

  /// The references in a part of a configuration, in order.
  ///
  /// Keras 2 writes `["conv2d", 0, 0, {}]`, Keras 3 an object with such a `keras_history`.
  static func all(in part: JSONText) -> [KerasReference] {
    if let history = part["config"]?["keras_history"] { return all(in: history) }
    switch part {
    case .array(let elements):
      if let own = KerasReference(elements) { return [own] }
      return elements.flatMap { all(in: $0) }
    case .object(let members): return members.flatMap { all(in: $0.value) }
    default: return []
    }
  }

  private init?(_ elements: [JSONText]) {
    guard elements.count >= 3, let layer = elements[0].string, let call = elements[1].integer,
      let output = elements[2].integer
    else { return nil }
    (self.layer, self.call, self.output) = (layer, call, output)
  }
}
