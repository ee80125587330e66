import CNNModel

/// One call of a layer of Keras while it becomes nodes of a graph.
struct KerasCall {
  typealias Value = KerasModel.Value

  /// What its node is called.
  let name: String
  /// What the layer is called, and so its weights.
  let layer: String
  let inputs: [Value]
  let settings: JSONText
  /// The version of Keras: 2 or 3.
  let version: Int
  let weights: [String: NumericArray]
  let builder: GraphBuilder

  var input: Value { inputs[0] }

  /// The number of axes behind batch and channels.
  var spatialAxes: Int { max(0, input.rank - 2) }

  /// - Throws: where the layer has the channels first, which Keras does not compute on processors.
  func checkLayout() throws(NodeError) {
    guard settings["data_format"]?.string != "channels_first" else {
      throw .unsupported("layers with the channels first are not supported")
    }
  }

  // MARK: Settings

  /// A number for each spatial axis.
  func integers(_ setting: String, default number: Int = 1) throws(NodeError) -> [Int] {
    guard let value = settings[setting], !value.isNull else {
      return [Int](repeating: number, count: spatialAxes)
    }
    if let one = value.integer { return [Int](repeating: one, count: spatialAxes) }
    let all = value.elements?.compactMap(\.integer) ?? []
    guard all.count == spatialAxes else {
      throw .invalid("its \(setting) should be \(spatialAxes) numbers")
    }
    return all
  }

  func number(_ setting: String) -> Double? { settings[setting]?.number }

  func flag(_ setting: String, default choice: Bool) -> Bool { settings[setting]?.flag ?? choice }

  /// The padding as an attribute of a window.
  func padding() throws(NodeError) -> ProtoAttribute {
    switch settings["padding"]?.string ?? "valid" {
    case "same": return .string("auto_pad", "SAME_UPPER")
    case "valid": return .string("auto_pad", "VALID")
    case let other: throw .unsupported("padding \(other.quoted) is not supported")
    }
  }

  /// An axis of Keras, which has the channels last, among ours.
  func axis(_ axis: Int) throws(NodeError) -> Int {
    let place = axis < 0 ? axis + input.rank : axis
    guard (0..<input.rank).contains(place) else {
      throw .invalid("its axis \(axis) is none of \(input.rank)")
    }
    guard input.rank > 2, place > 0 else { return place }
    return place == input.rank - 1 ? 1 : place + 1
  }

  /// The name of its activation function; nil where it has none.
  ///
  /// - Throws: where it is a function of somebody's own.
  func activation() throws(NodeError) -> String? {
    guard let activation = settings["activation"], !activation.isNull else { return nil }
    guard let name = activation.string ?? activation["config"]?.string else {
      throw .unsupported("an activation that is no function of Keras is not supported")
    }
    return name
  }

  // MARK: Weights

  /// A weight of the layer in our arrangement.
  func weight(_ name: String) throws(NodeError) -> NumericArray {
    guard let array = weights["\(layer).\(name)"] else {
      throw .invalid("the file has no \("\(layer).\(name)".quoted)")
    }
    return array
  }

  /// Adds a weight as a constant.
  func constant(_ name: String) throws(NodeError) -> String {
    builder.constant("\(layer).\(name)", try weight(name))
  }

  /// Adds the bias as a constant; none where the layer has none.
  func bias() throws(NodeError) -> [String] {
    guard flag("use_bias", default: true) else { return [] }
    return [try constant("bias")]
  }

  // MARK: Nodes

  /// Adds a node that stands for the layer, and its activation behind it.
  func add(
    _ kind: String, _ inputs: [String], _ attributes: [ProtoAttribute] = [], rank: Int? = nil
  ) throws(NodeError) -> Value {
    builder.add(kind, inputs, name: name, attributes)
    let value = Value(name: name, rank: rank ?? input.rank)
    guard let activation = try activation() else { return value }
    return try KerasActivations.add(activation, to: value, self, name: "\(name)_\(activation)")
  }

  /// Moves the channels last.
  func channelsLast(_ value: Value) -> Value {
    guard value.rank > 2 else { return value }
    let axes = [0] + Array(2..<value.rank) + [1]
    builder.add("Transpose", [value.name], name: "\(name)_last", [.ints("perm", axes)])
    return Value(name: "\(name)_last", rank: value.rank)
  }

  /// Moves the channels, which are last in the node of this name, first again under the layer's name.
  func channelsFirst(_ last: String, rank: Int) -> Value {
    let axes = rank > 2 ? [0, rank - 1] + Array(1..<rank - 1) : Array(0..<rank)
    builder.add("Transpose", [last], name: name, [.ints("perm", axes)])
    return Value(name: name, rank: rank)
  }
}

extension JSONText {
  var isNull: Bool { if case .other("null") = self { true } else { false } }
}
