import CNNModel

/// Functional models: every call of a layer says which values it reads.
extension KerasModel {
  /// A call of a layer that waits for the values that it reads.
  private struct Call {
    let layer: JSONText
    let name: String
    /// How often the layer is called before.
    let number: Int
    let reads: [KerasReference]
  }

  mutating func addGraph(
    _ model: JSONText, _ given: [Value], _ prefix: Prefix
  ) throws(FileError) -> [Value] {
    let config = model["config"]
    let layers = config?["layers"]?.elements ?? []
    var values = KerasValues(layers, version: version)
    let inputs = try references(config?["input_layers"])
    try addInputs(inputs, of: layers, given, prefix, to: &values)
    var pending = try calls(of: layers).filter { !values.has($0.name, call: $0.number) }
    while !pending.isEmpty {
      let waiting = try add(pending, prefix, to: &values)
      if waiting.count == pending.count, let call = waiting.first {
        let read = call.reads.first { values[$0] == nil }
        throw missing(read?.layer ?? "", for: call.name)
      }
      pending = waiting
    }
    let outputs = try references(config?["output_layers"])
    guard !outputs.isEmpty else { throw refused("this model has no outputs") }
    return try outputs.map { (output) throws(FileError) in
      guard let value = values[output] else { throw missing(output.layer, for: "output") }
      return value
    }
  }

  private mutating func references(_ part: JSONText?) throws(FileError) -> [KerasReference] {
    guard let part else { return [] }
    try spend(part.valueCount)
    return KerasReference.all(in: part)
  }

  private func missing(_ read: String, for name: String) -> FileError {
    refused("the layer \(name.quoted) reads \(read.quoted), which does not come before it")
  }

  /// Adds the inputs of a model, in the order in which they are given.
  private mutating func addInputs(
    _ inputs: [KerasReference], of layers: [JSONText], _ given: [Value], _ prefix: Prefix,
    to values: inout KerasValues
  ) throws(FileError) {
    guard given.isEmpty || given.count == inputs.count else {
      throw refused(
        "a model in it has \(inputs.count) inputs, but is called with \(given.count)")
    }
    let named = Dictionary(
      layers.map { (Self.name(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    for (index, input) in inputs.enumerated() {
      guard let layer = named[input.layer] else {
        throw refused("its input \(input.layer.quoted) is none of its layers")
      }
      let value = given.isEmpty ? [] : [given[index]]
      values.add(
        try addLayer(layer, value, prefix, call: input.call), of: input.layer, call: input.call)
    }
  }

  /// The calls of all layers; a layer that reads nothing has one.
  private mutating func calls(of layers: [JSONText]) throws(FileError) -> [Call] {
    var calls: [Call] = []
    for layer in layers {
      let name = Self.name(of: layer)
      let nodes = layer["inbound_nodes"]?.elements ?? []
      if nodes.isEmpty { calls.append(Call(layer: layer, name: name, number: 0, reads: [])) }
      for (number, node) in nodes.enumerated() {
        calls.append(
          Call(layer: layer, name: name, number: number, reads: try references(node)))
      }
    }
    return calls
  }

  /// Adds the calls whose values are all there.
  ///
  /// - Returns: the others.
  private mutating func add(
    _ calls: [Call], _ prefix: Prefix, to values: inout KerasValues
  ) throws(FileError) -> [Call] {
    var waiting: [Call] = []
    for call in calls {
      try spend(1 + call.reads.count)
      let inputs = call.reads.compactMap { values[$0] }
      guard inputs.count == call.reads.count else {
        waiting.append(call)
        continue
      }
      values.add(
        try addLayer(call.layer, inputs, prefix, call: call.number), of: call.name,
        call: call.number)
    }
    return waiting
  }
}

/// The values of a functional model by the calls of layers that gave them.
private struct KerasValues {
  private struct Call: Hashable {
    let layer: String
    let number: Int
  }

  private var values: [Call: [KerasModel.Value]] = [:]
  /// Layers that are models which were built with a call of their own, so that lists number those of
  /// the model around them from 1.
  private let builtModels: Set<String>

  init(_ layers: [JSONText], version: Int) {
    builtModels = Set(layers.filter { Self.isBuilt($0, version) }.map(KerasModel.name))
  }

  /// A functional model; in Keras 2 also a Sequential one that begins with its input.
  private static func isBuilt(_ layer: JSONText, _ version: Int) -> Bool {
    switch layer["class_name"]?.string {
    case "Functional", "Model": true
    case "Sequential":
      version == 2
        && layer["config"]?["layers"]?.elements?.first?["class_name"]?.string == "InputLayer"
    default: false
    }
  }

  mutating func add(_ outputs: [KerasModel.Value], of layer: String, call: Int) {
    values[Call(layer: layer, number: call)] = outputs
  }

  func has(_ layer: String, call: Int) -> Bool { values[Call(layer: layer, number: call)] != nil }

  subscript(reference: KerasReference) -> KerasModel.Value? {
    let isFromOne = !reference.isHistory && builtModels.contains(reference.layer)
    let number = isFromOne ? max(1, reference.call) - 1 : reference.call
    guard let outputs = values[Call(layer: reference.layer, number: number)],
      outputs.indices.contains(reference.output)
    else { return nil }
    return outputs[reference.output]
  }
}

/// A value in the configuration of a functional model: which layer gave it, at which of its calls.
struct KerasReference {
  let layer: String
  let call: Int
  let output: Int
  /// Whether it is a `keras_history`, not a list of its own.
  let isHistory: Bool

  /// The references in a part of a configuration, in order.
  ///
  /// Keras 2 writes `["conv2d", 0, 0, {}]`, Keras 3 an object with such a `keras_history`.
  static func all(in part: JSONText) -> [KerasReference] { all(in: part, isHistory: false) }

  private static func all(in part: JSONText, isHistory: Bool) -> [KerasReference] {
    if let history = part["config"]?["keras_history"] { return all(in: history, isHistory: true) }
    switch part {
    case .array(let elements):
      if let own = KerasReference(elements, isHistory) { return [own] }
      return elements.flatMap { all(in: $0, isHistory: isHistory) }
    case .object(let members): return members.flatMap { all(in: $0.value, isHistory: isHistory) }
    default: return []
    }
  }

  private init?(_ elements: [JSONText], _ isHistory: Bool) {
    guard elements.count >= 3, let layer = elements[0].string, let call = elements[1].integer,
      let output = elements[2].integer
    else { return nil }
    (self.layer, self.call, self.output, self.isHistory) = (layer, call, output, isHistory)
  }
}

extension JSONText {
  /// How many values it consists of.
  fileprivate var valueCount: Int {
    switch self {
    case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
    case .object(let members): members.reduce(1) { $0 + $1.value.valueCount }
    default: 1
    }
  }
}
