import CNNModel

/// One call of an operator of ATen while it becomes nodes of a graph.
struct ATenCall {
  /// What its node is called.
  let name: String
  /// The names of its values.
  let outputs: [String]
  private let arguments: [String: ATenArgument]
  private let tensorsByName: [String: ATenTensor]
  private let arrays: [String: NumericArray]
  private let names: [String: String]
  let builder: GraphBuilder

  /// - Parameters:
  ///   - names: what parameters are called that have other names in the graph.
  ///   - tensors: what the file says about every tensor, by its name in the graph.
  init(
    name: String, outputs: [String], node: JSONText, names: [String: String],
    tensors: [String: ATenTensor], arrays: [String: NumericArray], builder: GraphBuilder
  ) {
    (self.name, self.outputs, self.names) = (name, outputs, names)
    (self.tensorsByName, self.arrays, self.builder) = (tensors, arrays, builder)
    arguments = Dictionary(
      (node["inputs"]?.elements ?? []).map { input in
        (input["name"]?.string ?? "", ATenArgument(input["arg"]))
      }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Arguments

  /// The names of all tensors that it reads.
  var tensors: [String] {
    arguments.sorted { $0.key < $1.key }.flatMap { $0.value.tensors }.map(called)
  }

  private func called(_ tensor: String) -> String { names[tensor] ?? tensor }

  /// The names of an argument: ATen calls the first one `self` or `input`.
  private func argument(_ name: String) -> ATenArgument? {
    arguments[name] ?? (name == "self" ? arguments["input"] : nil)
  }

  /// A tensor; nil where the argument is none.
  func tensor(_ name: String) -> String? {
    if case .tensor(let tensor)? = argument(name) { called(tensor) } else { nil }
  }

  /// The tensor that an operator is applied to.
  func input(_ name: String = "self") throws(NodeError) -> String {
    guard let tensor = tensor(name) else { throw .invalid("its \(name) is no tensor") }
    return tensor
  }

  func list(_ name: String) throws(NodeError) -> [String] {
    guard case .tensors(let tensors)? = argument(name) else {
      throw .invalid("its \(name) is no list of tensors")
    }
    return tensors.map(called)
  }

  /// The extents of a tensor; −1 for an open one.
  func shape(_ name: String = "self") throws(NodeError) -> [Int] {
    guard case .tensor(let tensor)? = argument(name), let known = tensorsByName[tensor] else {
      throw .invalid("its \(name) is no tensor of a known shape")
    }
    return known.extents
  }

  /// The type of the elements of a tensor; nil where the file does not say it, or it is none of ours.
  func type(_ name: String = "self") -> ElementType? {
    guard case .tensor(let tensor)? = argument(name) else { return nil }
    return tensorsByName[tensor]?.type
  }

  /// The extents of its first value.
  var resultShape: [Int] { tensorsByName[outputs[0]]?.extents ?? [] }

  /// The type of the elements of its first value.
  var resultType: ElementType? { tensorsByName[outputs[0]]?.type }

  /// The numbers of a parameter; nil where the argument is computed.
  func array(_ name: String) -> NumericArray? { tensor(name).flatMap { arrays[$0] } }

  func integer(_ name: String) -> Int? {
    if case .integer(let integer)? = argument(name) { integer } else { nil }
  }

  func flag(_ name: String) -> Bool? {
    if case .flag(let flag)? = argument(name) { flag } else { nil }
  }

  func text(_ name: String) -> String? {
    if case .text(let text)? = argument(name) { text } else { nil }
  }

  /// Any number.
  func number(_ name: String) -> Double? {
    switch argument(name) {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  func numbers(_ name: String) -> [Double]? {
    if case .numbers(let numbers)? = argument(name) { numbers } else { nil }
  }

  /// Integers; nil where there are none. An open extent among them is nil.
  func extents(_ name: String) -> [Int?]? {
    switch argument(name) {
    case .integers(let integers): integers
    case .integer(let integer): [integer]
    default: nil
    }
  }

  func integers(_ name: String) throws(NodeError) -> [Int]? {
    guard let extents = extents(name) else { return nil }
    let integers = extents.compactMap(\.self)
    guard integers.count == extents.count else {
      throw .unsupported("an open extent in its \(name) is not supported")
    }
    return integers
  }

  /// Integers for each of several axes, one of them standing for all.
  func integers(_ name: String, axes: Int, default number: Int) throws(NodeError) -> [Int] {
    guard let integers = try integers(name), !integers.isEmpty else {
      return [Int](repeating: number, count: axes)
    }
    guard integers.count == axes || integers.count == 1 else {
      throw .invalid("its \(name) has \(integers.count) numbers for \(axes) axes")
    }
    return integers.count == axes ? integers : [Int](repeating: integers[0], count: axes)
  }

  // MARK: Nodes

  /// Adds the node that gives the values.
  ///
  /// - Parameter outputs: the values that it gives; all by default.
  func add(
    _ kind: String, _ inputs: [String], _ attributes: [ProtoAttribute] = [],
    outputs: [String]? = nil
  ) {
    builder.add(kind, inputs, name: name, attributes, outputs: outputs ?? self.outputs)
  }

  /// Adds a node before that.
  func addBefore(
    _ word: String, _ kind: String, _ inputs: [String], _ attributes: [ProtoAttribute] = []
  ) -> String {
    builder.add(kind, inputs, name: "\(outputs[0])_\(word)", attributes)
  }

  func constant(_ word: String, _ integers: [Int]) -> String {
    builder.constant("\(outputs[0])_\(word)", integers)
  }

  func constant(_ word: String, _ number: Double) -> String {
    builder.constant("\(outputs[0])_\(word)", number)
  }

  /// A parameter, or one of the same number everywhere where there is none.
  func constant(
    _ name: String, _ extents: [Int], else number: Float
  ) throws(NodeError) -> String {
    if let tensor = tensor(name) { return tensor }
    return try builder.constant("\(self.name).\(name)", number, extents: extents)
  }
}

/// What an exported program says about a tensor.
struct ATenTensor {
  /// −1 for an open one.
  let extents: [Int]
  /// Nil for a type that is none of ours.
  let type: ElementType?

  init(_ meta: JSONText) {
    extents = (meta["sizes"]?.elements ?? []).map { $0["as_int"]?.integer ?? -1 }
    type = ExportedElements.type(meta["dtype"])
  }
}

/// An argument in the JSON of an exported program: `{"as_ints": [1, 1]}`.
enum ATenArgument {
  case tensor(String)
  case tensors([String])
  case integer(Int)
  /// Nil for an open extent.
  case integers([Int?])
  case number(Double)
  case numbers([Double])
  case flag(Bool)
  case text(String)
  case other

  init(_ argument: JSONText?) {
    guard case .object(let members)? = argument, let (kind, value) = members.first else {
      self = .other
      return
    }
    self = Self.scalar(kind, value) ?? Self.list(kind, value) ?? .other
  }

  private static func scalar(_ kind: String, _ value: JSONText) -> ATenArgument? {
    switch kind {
    case "as_tensor": value["name"]?.string.map(ATenArgument.tensor)
    case "as_int": value.integer.map(ATenArgument.integer)
    case "as_sym_int": value["as_int"]?.integer.map(ATenArgument.integer)
    case "as_float": value.number.map(ATenArgument.number)
    case "as_bool": value.flag.map(ATenArgument.flag)
    case "as_string": value.string.map(ATenArgument.text)
    case "as_optional_tensor": ATenArgument(value)
    default: nil
    }
  }

  private static func list(_ kind: String, _ value: JSONText) -> ATenArgument? {
    guard let elements = value.elements else { return nil }
    return switch kind {
    case "as_tensors": .tensors(elements.compactMap { $0["name"]?.string })
    case "as_ints": .integers(elements.map(\.integer))
    case "as_sym_ints": .integers(elements.map { $0["as_int"]?.integer })
    case "as_floats": .numbers(elements.compactMap(\.number))
    default: nil
    }
  }

  /// The names of the tensors that an output is.
  static func names(_ output: JSONText) -> [String] { ATenArgument(output).tensors }

  var tensors: [String] {
    switch self {
    case .tensor(let name): [name]
    case .tensors(let names): names
    default: []
    }
  }
}
