import CNNModel

/// What the numbers of the file show where no changed computation gives the reference's array: weights
/// on a coarse grid, channels without weights, a bias that only this layer lacks.
enum LikelyCauses {
  static func all(_ context: NodeContext) -> [Cause] {
    rounded(context) + copied(context) + lost(context) + damaged(context)
  }

  /// A reference of one number throughout, which many computations give.
  static func constant(_ stretch: Stretch) -> Cause {
    Cause(
      "reference-constant",
      "every number of the reference's \(stretch.name) is \(stretch.theirs[0]), which does not tell "
        + "how it was computed", parameters: [("value", "\(stretch.theirs[0])")], proof: .likely,
      node: stretch.target.node, rank: 0)
  }

  private static func error(_ context: NodeContext) -> Double {
    context.stretch.ours.map { ArrayEquality.error(context.stretch.theirs, $0) } ?? .infinity
  }

  /// Weights, or an output, on a coarse grid, where the difference has the size of such a rounding.
  static func rounded(_ context: NodeContext) -> [Cause] {
    let named = context.compared.named(context.node)
    let found = named.filter { $0.kind == .weight || $0.kind == .scale }
      .compactMap { parameter in Grid(parameter.tensor).map { (parameter.name, $0) } }
    let error = error(context)
    let weights = found.filter { error <= $0.1.largestError }.map { name, grid in
      let others = others(context, grid)
      return Cause(
        grid.name,
        "every number of the \(name) of \(context.name) lies on the grid of \(grid.words)"
          + (others == 0 ? "" : ", as in \(others) other layers")
          + ", and the difference has the size of such a rounding; the reference's numbers are finer",
        parameters: [("parameter", name), ("layers", "\(others + 1)")], proof: .likely,
        node: context.node, rank: 10)
    }
    guard weights.isEmpty, let grid = Grid(context.output), error <= grid.largestError else {
      return weights
    }
    return [
      Cause(
        "activation-\(grid.name)",
        "what \(context.name) gives lies on the grid of \(grid.words), and the difference has the size "
          + "of such a rounding", proof: .likely, node: context.node, rank: 12)
    ]
  }

  /// How many other nodes have a weight on such a grid.
  private static func others(_ context: NodeContext, _ grid: Grid) -> Int {
    context.network.nodes.indices.count { node in
      node != context.node && !context.compared.isConstant(node)
        && context.compared.named(node).contains {
          $0.kind == .weight && Grid($0.tensor)?.name == grid.name
        }
    }
  }

  /// A bias that all other layers of the kind have, or numbers that are the same for all channels.
  private static func lost(_ context: NodeContext) -> [Cause] {
    let named = context.compared.named(context.node)
    let hasWeight = named.contains { $0.kind == .weight }
    let bias = named.first { $0.kind == .bias }
    var found: [Cause] = []
    if hasWeight, bias == nil || bias?.tensor.largest == 0, siblingsHaveBias(context),
      !ChannelFit.hasEvidence(context.stretch.theirs.shape)
    {
      found.append(
        Cause(
          "bias-dropped",
          "\(context.name) has no bias here, which other layers of its kind have; its output is one "
            + "number for each channel, so the arrays fit a lost bias but do not prove it",
          proof: .likely, node: context.node, rank: 20))
    }
    for parameter in named where parameter.kind != .bias && parameter.tensor.isConstant {
      found.append(
        Cause(
          "values-lost",
          "the \(parameter.name) of \(context.name) is \(parameter.tensor[0]) for all channels, as if "
            + "its numbers were lost", parameters: [("parameter", parameter.name)], proof: .likely,
          node: context.node, rank: 15))
    }
    return found
  }

  /// A parameter that another layer has number for number.
  private static func copied(_ context: NodeContext) -> [Cause] {
    let shared = Set(context.network.nodes[context.node].sharing.map(\.index))
    return context.compared.named(context.node).flatMap { named -> [Cause] in
      if case .parameter(let index) = named.place, shared.contains(index) { return [] }
      guard named.tensor.shape.count > 2, !named.tensor.isConstant else { return [] }
      return context.network.nodes.indices.filter { $0 != context.node }.compactMap { node in
        guard context.compared.named(node).contains(where: { $0.tensor == named.tensor }) else {
          return nil
        }
        return Cause(
          "values-copied",
          "the \(named.name) of \(context.name) is that of \(context.compared.name(of: node)), number "
            + "for number", parameters: [("parameter", named.name)], proof: .likely,
          node: context.node, rank: 8)
      }
    }
  }

  private static func siblingsHaveBias(_ context: NodeContext) -> Bool {
    context.network.nodes.indices.contains { node in
      node != context.node && type(of: context.network.nodes[node].layer) == type(of: context.layer)
        && context.compared.named(node).contains { $0.kind == .bias && $0.tensor.largest > 0 }
    }
  }

  /// Weights that are zero where they hardly can be.
  private static func damaged(_ context: NodeContext) -> [Cause] {
    context.compared.named(context.node).filter { $0.kind == .weight }.compactMap { named in
      let elements = named.tensor.elements
      let zeros = elements.count { $0 == 0 }
      let largest = named.tensor.largest
      let atLimit = elements.count { $0.magnitude == largest }
      if zeros == elements.count {
        return Cause(
          "weights-zero", "the \(named.name) of \(context.name) is 0 throughout", proof: .likely,
          node: context.node, rank: 5)
      }
      if zeros * 20 > elements.count {
        return Cause(
          "weights-pruned",
          "\(zeros) of the \(elements.count) numbers of the \(named.name) of \(context.name) are "
            + "exactly 0, as if small or unfinished weights were cut off", proof: .likely,
          node: context.node, rank: 25)
      }
      if atLimit > 2, atLimit * 50 > elements.count {
        return Cause(
          "weights-clipped",
          "\(atLimit) of the \(elements.count) numbers of the \(named.name) of \(context.name) are "
            + "exactly ±\(largest), as if they were clipped", proof: .likely, node: context.node,
          rank: 25)
      }
      return nil
    }
  }
}
