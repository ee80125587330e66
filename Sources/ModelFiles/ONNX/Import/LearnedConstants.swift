import CNNModel

/// Decides which constants between layers are parameters.
///
/// An initializer of floating-point numbers is one
/// - where it is the matrix of a product, or a table that rows are picked from;
/// - where it is added to a value or multiplied with it as one number for every channel, if the
///   value comes directly from a layer with weights or lies between two of them;
/// - where it is added as an array of the value's own shape, or joined as a token, between two
///   layers with weights.
///
/// All other constants stay as they are: single numbers, exponents, divisors, bounds, what was
/// computed or stands in the graph as a constant node, what comes before the first weights
/// (preprocessing) and what comes after the last ones (such as anchors).
struct LearnedConstants {
  private let draft: NetworkDraft
  /// By node, whether it has weights.
  private var isWeighted: [Bool]
  /// By node, whether weights come before it; itself included.
  private var isAfterWeights: [Bool]
  /// By node, whether weights come behind it.
  private let isBeforeWeights: [Bool]
  /// By node, the constant nodes that are parameters.
  private(set) var learned: Set<Int> = []

  init(_ draft: NetworkDraft) {
    self.draft = draft
    let nodes = draft.nodes
    isWeighted = nodes.indices.map {
      !nodes[$0].beginning.parameters.isEmpty || Self.hasMatrix(draft, $0)
    }
    var before = nodes.map { _ in false }
    for node in nodes.indices.reversed() where before[node] || isWeighted[node] {
      for value in nodes[node].inputs { before[value.node] = true }
    }
    isBeforeWeights = before
    isAfterWeights = isWeighted
    for node in nodes.indices { decide(node) }
  }

  /// Whether a node multiplies with a constant matrix or picks rows of a constant table.
  private static func hasMatrix(_ draft: NetworkDraft, _ node: Int) -> Bool {
    draft.nodes[node].inputs.indices.contains { isMatrix(draft, node, input: $0) }
  }

  private static func isMatrix(_ draft: NetworkDraft, _ node: Int, input: Int) -> Bool {
    let value = draft.nodes[node].inputs[input]
    guard draft.nodes[value.node].isCandidate, draft.shapes[value.node][0].rank > 1 else {
      return false
    }
    switch draft.nodes[node].layer {
    case is MatrixProduct: return true
    case is GatherByInput: return input == 0
    default: return false
    }
  }

  private mutating func decide(_ node: Int) {
    let inputs = draft.nodes[node].inputs
    for (input, value) in inputs.enumerated() where draft.nodes[value.node].isCandidate {
      let others = inputs.enumerated().filter { $0.offset != input }.map(\.element)
      guard isLearned(value, input, by: node, others) else { continue }
      learned.insert(value.node)
      isWeighted[node] = true
    }
    isAfterWeights[node] = isWeighted[node] || inputs.contains { isAfterWeights[$0.node] }
  }

  private func isLearned(
    _ constant: ValueReference, _ input: Int, by node: Int, _ others: [ValueReference]
  ) -> Bool {
    if Self.isMatrix(draft, node, input: input) { return true }
    guard others.contains(where: { isAfterWeights[$0.node] }) else { return false }
    let isBetween = isBeforeWeights[node]
    let isBehind = others.contains { isWeighted[$0.node] }
    let (shape, result) = (draft.shapes[constant.node][0], draft.shapes[node][0])
    switch draft.nodes[node].layer {
    case is Add:
      return (isBetween && shape.isWhole(of: result))
        || ((isBetween || isBehind) && shape.isPerChannel(of: result))
        || (isBehind && shape.isSingleChannel(of: result))
    case let layer as Arithmetic where layer.operation == .multiply:
      return (isBetween || isBehind) && shape.isPerChannel(of: result)
    case let layer as Concatenation:
      return isBetween && shape.isToken(of: result, axis: layer.axis)
    default: return false
    }
  }
}

extension NetworkDraft.Node {
  /// Whether it holds an initializer of floating-point numbers.
  fileprivate var isCandidate: Bool {
    layer is Constant && origins[0] != nil && outputTypes[0].isFloating
  }
}

extension Shape {
  /// Whether it has one number for every channel of a shape, which stand on its second axis or on
  /// its last one.
  fileprivate func isPerChannel(of shape: Shape) -> Bool {
    let long = extents.indices.filter { extents[$0] != 1 }
    guard long.count == 1, rank <= shape.rank else { return false }
    let axis = long[0] + shape.rank - rank
    return shape[axis] == extents[long[0]] && (axis == 1 || axis == shape.rank - 1)
  }

  /// Whether it is the bias of a layer with one unit.
  fileprivate func isSingleChannel(of shape: Shape) -> Bool {
    self == [1] && shape.rank > 0 && shape[shape.rank - 1] == 1
  }

  /// Whether it has a number for every number of a sample.
  fileprivate func isWhole(of shape: Shape) -> Bool {
    let sample =
      rank == shape.rank ? extents : [Int](repeating: 1, count: max(0, shape.rank - rank)) + extents
    return sample == shape.extents && count > 1
  }

  /// Whether it is one position of a sequence, `[1, 1, width]`, joined along the positions.
  fileprivate func isToken(of shape: Shape, axis: Int) -> Bool {
    rank == 3 && shape.rank == 3 && (axis == 1 || axis == -2) && extents == [1, 1, shape[2]]
  }
}
