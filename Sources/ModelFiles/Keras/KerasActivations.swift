/// The activation functions of Keras by their names.
enum KerasActivations {
  typealias Value = KerasModel.Value

  /// Functions that are one operator, with its attributes.
  private static let operators: [String: (kind: String, attributes: [ProtoAttribute])] = [
    "relu": ("Relu", []), "sigmoid": ("Sigmoid", []), "tanh": ("Tanh", []),
    "softplus": ("Softplus", []), "softsign": ("Softsign", []), "elu": ("Elu", []),
    "selu": ("Selu", []), "exponential": ("Exp", []), "mish": ("Mish", []),
    "softmax": ("Softmax", [.int("axis", 1)]), "log_softmax": ("LogSoftmax", [.int("axis", 1)]),
    "leaky_relu": ("LeakyRelu", [.float("alpha", 0.2)]), "hard_silu": ("HardSwish", []),
    "hard_swish": ("HardSwish", []),
  ]

  /// Adds the function of a name behind a value.
  ///
  /// - Parameter name: what its node is called.
  static func add(
    _ function: String, to value: Value, _ call: KerasCall, name: String
  ) throws(NodeError) -> Value {
    if function == "linear" { return value }
    let input = value.name
    if let found = operators[function] {
      call.builder.add(found.kind, [input], name: name, found.attributes)
      return Value(name: name, rank: value.rank)
    }
    switch function {
    case "relu6":
      let limits = [
        call.builder.constant("\(name)_low", 0), call.builder.constant("\(name)_high", 6),
      ]
      call.builder.add("Clip", [input] + limits, name: name)
    case "silu", "swish":
      let gate = call.builder.add("Sigmoid", [input], name: "\(name)_gate")
      call.builder.add("Mul", [input, gate], name: name)
    case "gelu": call.builder.add("Gelu", [input], name: name)
    case "hard_sigmoid":
      // Keras 3 has the slope of PyTorch, Keras 2 one of its own.
      call.builder.add(
        "HardSigmoid", [input], name: name,
        [.float("alpha", call.version > 2 ? 1.0 / 6 : 0.2), .float("beta", 0.5)])
    default: throw .unsupported("the activation \(function.quoted) is not supported")
    }
    return Value(name: name, rank: value.rank)
  }
}
