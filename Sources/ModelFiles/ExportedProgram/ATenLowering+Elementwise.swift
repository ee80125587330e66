import CNNModel

// MARK: Functions of one number

extension ATenLowering {
  static let elementwise: [Row] =
    ["contiguous", "clone", "alias", "detach", "lift_fresh_copy"].map { ($0, unary("Identity")) }
    + ["to", "_to_copy", "type_as"].map { ($0, cast) }
    + [
      ("relu", unary("Relu")), ("hardswish", unary("HardSwish")), ("sigmoid", unary("Sigmoid")),
      ("tanh", unary("Tanh")), ("mish", unary("Mish")), ("exp", unary("Exp")),
      ("log", unary("Log")), ("sqrt", unary("Sqrt")), ("abs", unary("Abs")), ("neg", unary("Neg")),
      ("erf", unary("Erf")), ("floor", unary("Floor")), ("ceil", unary("Ceil")),
      ("round", unary("Round")), ("sign", unary("Sign")), ("reciprocal", unary("Reciprocal")),
      ("selu", unary("Selu")), ("softsign", unary("Softsign")),
      ("hardsigmoid", unary("HardSigmoid", [.float("alpha", 1.0 / 6), .float("beta", 0.5)])),
      ("relu6", clip("none", 0, "none", 6)), ("hardtanh", clip("min_val", -1, "max_val", 1)),
      ("clamp", clip("min", nil, "max", nil)), ("clamp_min", clip("min", nil, "none", nil)),
      ("clamp_max", clip("none", nil, "max", nil)), ("silu", silu), ("gelu", gelu),
      ("dropout", dropout), ("feature_dropout", dropout), ("prelu", prelu),
      ("leaky_relu", number("negative_slope", 0.01, "LeakyRelu", "alpha")),
      ("elu", number("alpha", 1, "Elu", "alpha")), ("celu", number("alpha", 1, "Celu", "alpha")),
      ("softmax", axis("Softmax")), ("_softmax", axis("Softmax")),
      ("log_softmax", axis("LogSoftmax")), ("_log_softmax", axis("LogSoftmax")),
      (
        "softplus",
        { (call) throws(NodeError) in
          guard call.number("beta") ?? 1 == 1 else {
            throw .unsupported("a beta other than 1 is not supported")
          }
          try call.add("Softplus", [call.input()])
        }
      ),
      (
        "rsqrt",
        { (call) throws(NodeError) in
          let root = call.addBefore("root", "Sqrt", [try call.input()])
          call.add("Reciprocal", [root])
        }
      ),
    ]

  /// - Parameters:
  ///   - low: the argument of the lower limit, and the limit where it is not there.
  private static func clip(_ low: String, _ least: Double?, _ high: String, _ most: Double?)
    -> Lower
  {
    { (call: ATenCall) throws(NodeError) in
      guard call.tensor(low) == nil, call.tensor(high) == nil else {
        throw .unsupported("limits that are tensors are not supported")
      }
      let lower = (call.number(low) ?? least).map { call.constant("low", $0) }
      let upper = (call.number(high) ?? most).map { call.constant("high", $0) }
      try call.add("Clip", [call.input(), lower ?? ""] + [upper].compactMap(\.self))
    }
  }

  /// To the type that the file says the value has.
  @Sendable
  private static func cast(_ call: ATenCall) throws(NodeError) {
    guard let type = call.resultType, let old = call.type() else {
      throw .unsupported("the type of its elements is not supported")
    }
    guard type != old else { return try call.add("Identity", [call.input()]) }
    try call.add("Cast", [call.input()], [.int("to", Int(type.onnxCode))])
  }

  /// An operator with one number as its attribute.
  private static func number(
    _ argument: String, _ otherwise: Double, _ kind: String, _ attribute: String
  ) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      let number = call.number(argument) ?? otherwise
      try call.add(kind, [call.input()], [.float(attribute, number)])
    }
  }

  private static func axis(_ kind: String) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      try call.add(kind, [call.input()], [.int("axis", call.integer("dim") ?? -1)])
    }
  }

  @Sendable
  private static func silu(_ call: ATenCall) throws(NodeError) {
    let gate = call.addBefore("gate", "Sigmoid", [try call.input()])
    try call.add("Mul", [call.input(), gate])
  }

  @Sendable
  private static func gelu(_ call: ATenCall) throws(NodeError) {
    let form = call.text("approximate") ?? "none"
    try call.add("Gelu", [call.input()], [.string("approximate", form)])
  }

  @Sendable
  private static func dropout(_ call: ATenCall) throws(NodeError) {
    let rate = call.constant("rate", call.number("p") ?? 0.5)
    try call.add("Dropout", [call.input(), rate])
  }

  /// One slope, or one for each channel.
  @Sendable
  private static func prelu(_ call: ATenCall) throws(NodeError) {
    let rank = try call.shape().count
    guard let array = call.array("weight"), array.count > 1, rank > 2 else {
      return try call.add("PRelu", [call.input(), call.input("weight")])
    }
    let extents = call.constant("extents", [array.count] + [Int](repeating: 1, count: rank - 2))
    let slopes = call.addBefore("slopes", "Reshape", [try call.input("weight"), extents])
    try call.add("PRelu", [call.input(), slopes])
  }
}

// MARK: Functions of two numbers

extension ATenLowering {
  static let arithmetic: [Row] = [
    ("add", binary("Add")), ("sub", binary("Sub")), ("mul", binary("Mul")), ("div", binary("Div")),
    ("pow", binary("Pow", other: "exponent")), ("maximum", binary("Max")),
    ("minimum", binary("Min")),
    ("square", { (call) throws(NodeError) in try call.add("Mul", [call.input(), call.input()]) }),
    (
      "rsub",
      { (call) throws(NodeError) in
        try call.add("Sub", [operand(call, "other"), call.input()])
      }
    ),
  ]

  /// An operand: a tensor, or a number.
  private static func operand(_ call: ATenCall, _ name: String) throws(NodeError) -> String {
    if let tensor = call.tensor(name) { return tensor }
    guard let number = call.number(name) else { throw .invalid("its \(name) is no number") }
    return call.constant(name, number)
  }

  /// `x op y`, where `alpha` multiplies `y` first.
  private static func binary(_ kind: String, other: String = "other") -> Lower {
    { (call: ATenCall) throws(NodeError) in
      guard call.text("rounding_mode") == nil else {
        throw .unsupported("a rounding_mode is not supported")
      }
      var second = try operand(call, other)
      if let alpha = call.number("alpha"), alpha != 1 {
        second = call.addBefore("scaled", "Mul", [second, call.constant("alpha", alpha)])
      }
      try call.add(kind, [operand(call, "self"), second])
    }
  }
}
