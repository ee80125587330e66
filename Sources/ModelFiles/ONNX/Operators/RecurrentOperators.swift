import CNNModel

/// `LSTM`, `GRU` and `RNN`: layers whose sequences have the batch first.
enum RecurrentOperators {
  static let all: [Operator] = [
    Operator("LSTM", .likeFirst, lstm), Operator("GRU", .likeFirst, gru),
    Operator("RNN", .likeFirst, rnn),
  ]

  @Sendable
  private static func lstm(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let node = try RecurrentNode(
      lowering, gateOrder: [0, 2, 3, 1], stateInputs: [5, 6], peepholes: 7)
    let layer = LSTM(
      node.form, functions: try node.functions(["Sigmoid", "Tanh", "Tanh"]),
      hasPeepholes: lowering.optional(7) != nil,
      couplesGates: try lowering.attributes.flag("input_forget"))
    return try node.outputs(of: layer)
  }

  @Sendable
  private static func gru(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let node = try RecurrentNode(lowering, gateOrder: [1, 0, 2], stateInputs: [5])
    let layer = GRU(
      node.form, functions: try node.functions(["Sigmoid", "Tanh"]),
      resetsFirst: try !lowering.attributes.flag("linear_before_reset"))
    return try node.outputs(of: layer)
  }

  @Sendable
  private static func rnn(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let node = try RecurrentNode(lowering, gateOrder: [0], stateInputs: [5])
    return try node.outputs(of: RNN(node.form, functions: try node.functions(["Tanh"])))
  }
}

/// A node of a recurrent operator: X, W, R, B, sequence_lens, initial_h, and with a memory initial_c
/// and P.
private struct RecurrentNode {
  private let lowering: Lowering
  /// Where each gate of PyTorch's order stands in the file's.
  private let gateOrder: [Int]
  private let stateInputs: [Int]
  private let peepholes: Int?
  private let input: Operand
  private let weights: NumericArray
  private let recurrent: NumericArray
  /// Whether the batch comes first in the file.
  private let isBatchFirst: Bool
  private(set) var form: RecurrentForm

  init(
    _ lowering: Lowering, gateOrder: [Int], stateInputs: [Int], peepholes: Int? = nil
  ) throws(NodeError) {
    (self.lowering, self.gateOrder) = (lowering, gateOrder)
    (self.stateInputs, self.peepholes) = (stateInputs, peepholes)
    input = try lowering.input(0)
    weights = try lowering.constant(1, "weights")
    recurrent = try lowering.constant(2, "recurrent weights")
    isBatchFirst = try lowering.attributes.flag("layout")
    form = RecurrentForm(units: recurrent.shape.extents.last ?? 0)
    form.direction = try Self.direction(lowering)
    form.hasBias = lowering.optional(3) != nil
    form.givesState = lowering.outputCount > 1
    form.readsState = stateInputs.contains { lowering.optional($0) != nil }
    form.readsLengths = try Self.readsLengths(lowering, steps: input.shape, isBatchFirst)
    try check()
  }

  private static func direction(
    _ lowering: Lowering
  ) throws(NodeError) -> RecurrentForm.Direction {
    let name = try lowering.attributes.string("direction") ?? "forward"
    guard let direction = RecurrentForm.Direction(rawValue: name) else {
      throw .invalid("unknown direction \(name.quoted)")
    }
    return direction
  }

  /// Lengths that are all those of the whole sequence need no input.
  private static func readsLengths(
    _ lowering: Lowering, steps shape: Shape, _ isBatchFirst: Bool
  ) throws(NodeError) -> Bool {
    guard let lengths = lowering.optional(4) else { return false }
    guard shape.rank == 3, let array = lengths.array else { return true }
    let steps = shape[isBatchFirst ? 1 : 0]
    if let wrong = array.integers.first(where: { $0 < 0 || $0 > steps }) {
      throw .invalid("a length of \(wrong) does not lie within the \(steps) steps")
    }
    return array.integers.contains { $0 != steps }
  }

  private var directions: Int { form.direction == .bidirectional ? 2 : 1 }

  /// - Throws: where the shapes contradict each other.
  private func check() throws(NodeError) {
    guard input.shape.rank == 3 else {
      throw .invalid("steps×batch×features are expected, but the input is \(input.shape)")
    }
    let (rows, units) = (gateOrder.count * form.units, form.units)
    let wanted: [(name: String, array: Shape?, shape: Shape)] = [
      ("weights", weights.shape, [directions, rows, input.shape[2]]),
      ("recurrent weights", recurrent.shape, [directions, rows, units]),
      ("biases", lowering.optional(3)?.shape, [directions, 2 * rows]),
      ("peephole weights", peepholes.flatMap(lowering.optional)?.shape, [directions, 3 * units]),
    ]
    for (name, found, shape) in wanted {
      guard let found, found != shape else { continue }
      throw .invalid("the \(name) are \(found), but \(shape) is expected")
    }
    if let size = try lowering.attributes.int("hidden_size"), size != units {
      throw .invalid("hidden_size is \(size), but the weights have \(units) units")
    }
    guard units > 0 else { throw .invalid("there are no units") }
  }

  /// The functions of the gates, those of ONNX unless the node names others.
  func functions(_ usual: [String]) throws(NodeError) -> CellFunctions {
    var functions = CellFunctions()
    functions.clip = try lowering.attributes.float("clip").map { max(0, $0) }
    guard let names = try lowering.attributes.strings("activations"), !names.isEmpty else {
      return functions
    }
    guard names.count == directions * usual.count else {
      throw .invalid("\(names.count) activations do not match \(directions * usual.count) gates")
    }
    guard names[..<usual.count].elementsEqual(names.suffix(usual.count)) else {
      throw .unsupported("its two directions have different activations")
    }
    try checkParameters(of: names)
    let chosen = try names[..<usual.count].map { name throws(NodeError) in
      guard let function = RecurrentActivations.named[name.lowercased()] else {
        throw .unsupported("its activation \(name.quoted) is not supported")
      }
      return function
    }
    if usual.count == 1 {
      functions.candidate = chosen[0]
      return functions
    }
    (functions.gate, functions.candidate) = (chosen[0], chosen[1])
    if usual.count > 2 { functions.output = chosen[2] }
    return functions
  }

  /// - Throws: where an activation has other parameters than by default.
  private func checkParameters(of names: [String]) throws(NodeError) {
    for (list, usual) in [
      ("activation_alpha", RecurrentActivations.alpha),
      ("activation_beta", RecurrentActivations.beta),
    ] {
      guard let given = try lowering.attributes.floats(list) else { continue }
      let expected = names.compactMap { usual[$0.lowercased()] }
      guard zip(given, expected).allSatisfy({ ($0 - $1).magnitude < 1e-6 }) else {
        throw .unsupported("its \(list) is \(given), but only \(expected) is supported")
      }
    }
  }

  /// The outputs in the form of the file.
  func outputs(of layer: any Layer) throws(NodeError) -> [Operand] {
    var inputs = [try batchFirst(input)]
    if form.readsState {
      for index in stateInputs { inputs.append(try state(index)) }
    }
    if form.readsLengths { inputs.append(try lowering.input(4)) }
    let outputs = try lowering.outputs(of: layer, inputs, try parameters())
    var results = [outputs[0]]
    let count = Shape([inputs[0].shape[0], inputs[0].shape[1], directions, form.units])
    if !lowering.node.outputs[0].isEmpty {
      let parts = try lowering.reshape(outputs[0], to: count)
      results[0] =
        isBatchFirst
        ? parts : try lowering.rearrange(Transpose(order: [1, 2, 0, 3]), [parts])[0]
    }
    for (index, state) in outputs.enumerated().dropFirst() {
      let isNamed = index < lowering.node.outputs.count && !lowering.node.outputs[index].isEmpty
      results.append(isNamed ? try batchFirst(state) : state)
    }
    return results
  }

  /// Exchanges the first two axes where the batch does not come first in the file.
  private func batchFirst(_ operand: Operand) throws(NodeError) -> Operand {
    if isBatchFirst { return operand }
    return try lowering.rearrange(Transpose(order: [1, 0, 2]), [operand])[0]
  }

  /// A first state, zeros where the file has only the other one.
  private func state(_ index: Int) throws(NodeError) -> Operand {
    let samples = input.shape[isBatchFirst ? 0 : 1]
    guard let given = lowering.optional(index) else {
      return Operand(NumericArray(Tensor.zeros([samples, directions, form.units])))
    }
    guard given.shape.rank == 3 else {
      throw .invalid("a first state of \(given.shape) has no directions, samples and units")
    }
    return try batchFirst(given)
  }

  /// The parameters of the layer, with the gates in PyTorch's order.
  private func parameters() throws(NodeError) -> [Tensor] {
    let bias = form.hasBias ? try lowering.constant(3, "bias").tensor : nil
    let peephole =
      try peepholes.flatMap(lowering.optional) == nil
      ? nil : lowering.constant(peepholes ?? 0, "peephole weights").tensor
    let gates = gateOrder.count
    return (0..<directions).flatMap { direction in
      var all = [weights.tensor, recurrent.tensor].map {
        $0.part(direction, of: directions).inOrder(gateOrder, width: $0.shape[2])
      }
      if let bias = bias?.part(direction, of: directions) {
        all += (0..<2).map { bias.part($0, of: 2).inOrder(gateOrder, width: nil) }
      }
      if let peephole {
        let order = gateOrder.filter { $0 < 3 }.prefix(gates)
        all.append(peephole.part(direction, of: directions).inOrder(Array(order), width: nil))
      }
      return all
    }
  }
}

/// The activations of recurrent operators, and the parameters that they have by default.
private enum RecurrentActivations {
  static let named: [String: CellActivation] = [
    "sigmoid": .sigmoid, "tanh": .tanh, "relu": .relu, "elu": .elu, "softsign": .softsign,
    "softplus": .softplus, "leakyrelu": .leakyReLU, "hardsigmoid": .hardSigmoid,
    "thresholdedrelu": .thresholdedReLU,
  ]
  static let alpha: [String: Float] = [
    "elu": 1, "leakyrelu": 0.01, "hardsigmoid": 0.2, "thresholdedrelu": 1,
  ]
  static let beta: [String: Float] = ["hardsigmoid": 0.5]
}

extension Tensor {
  /// One of several equal parts, as a list.
  fileprivate func part(_ index: Int, of count: Int) -> Tensor {
    let size = elements.count / count
    return Tensor(shape: [size], elements: Array(elements[index * size..<(index + 1) * size]))
  }

  /// A list of gates in another order, as rows of some width where it is given.
  fileprivate func inOrder(_ order: [Int], width: Int?) -> Tensor {
    let size = elements.count / order.count
    let ordered = order.flatMap { elements[$0 * size..<($0 + 1) * size] }
    let shape: Shape = width.map { [$0 == 0 ? 0 : ordered.count / $0, $0] } ?? [ordered.count]
    return Tensor(shape: shape, elements: ordered)
  }
}
