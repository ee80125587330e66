import CNNModel

/// A loop, unrolled (ONNX, Loop-25).
///
/// Its trip count must be known while reading, and its condition before every run: where it comes
/// from the number of the run, from shapes or from constants, not from the model's input.
struct LoopExpansion: Expansion {
  private var iterations: Iterations
  /// Nil where the condition alone ends it.
  private let tripCount: Int?
  /// The name of the value that says whether there is another run; nil before the first one.
  private var condition: String?
  private let isEntered: Bool
  private var isDone = false
  private let owner: ExpandedNode

  /// - Throws: where the trip count or the first condition is not known.
  init(_ owner: ExpandedNode, _ names: inout NamePool) throws(NodeError) {
    self.owner = owner
    tripCount = try owner.integer(0, "trip count").map { Int(clamping: $0) }
    isEntered = try owner.integer(1, "condition") ?? 1 != 0
    iterations = try Iterations(owner, carried: Array(owner.node.inputs.dropFirst(2)), &names)
    let carried = iterations.carried.count
    guard iterations.inputCount == carried + 2, iterations.outputCount > carried else {
      throw .invalid(
        "its body has \(iterations.inputCount) inputs and \(iterations.outputCount) outputs, which "
          + "does not fit \(carried) loop-carried values")
    }
  }

  mutating func next(
    _ values: [String: Operand], _ names: inout NamePool
  ) throws(NodeError) -> ExpandedNodes? {
    guard !isDone else { return nil }
    guard try goesOn(values) else {
      isDone = true
      return try iterations.results(&names)
    }
    guard iterations.count < Iterations.most else {
      throw .unsupported("it runs more than \(Iterations.most) times")
    }
    return run(&names)
  }

  private func goesOn(_ values: [String: Operand]) throws(NodeError) -> Bool {
    if let tripCount, iterations.count >= tripCount { return false }
    guard let condition else { return isEntered }
    guard let array = values[condition]?.array, array.count == 1 else {
      throw .unsupported("whether it goes on depends on the input")
    }
    return array.integers.first != 0
  }

  private mutating func run(_ names: inout NamePool) -> ExpandedNodes {
    let run = iterations.count
    let number = names.fresh("\(owner.name)/\(run)/iteration")
    let isTrue = names.fresh("\(owner.name)/\(run)/condition")
    var (expanded, skipped) = iterations.run(leading: [number, isTrue], skipping: 1, &names)
    expanded.constants.append((number, NumericArray(shape: [], int64s: [Int64(run)])))
    expanded.constants.append((isTrue, NumericArray(shape: [], type: .bool, numbers: [1])))
    condition = skipped.first
    return expanded
  }
}
