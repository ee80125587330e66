import CNNModel

/// Which changed computation of a node gives the reference's array.
struct CauseSearch {
  private let stretch: Stretch
  private let budget = SearchBudget()
  private let progress: (_ done: Int, _ total: Int, _ what: String) -> Void

  /// Changes of one kind.
  private struct Family: Sendable {
    let changes: @Sendable (NodeContext) -> [NodeChange]
    /// How many times as long as the layer itself one of them takes.
    var factor = 1
    /// How many times the layer is computed to list them.
    var setup = 0

    init(
      _ changes: @escaping @Sendable (NodeContext) -> [NodeChange], factor: Int = 1, setup: Int = 0
    ) {
      (self.changes, self.factor, self.setup) = (changes, factor, setup)
    }
  }

  /// Changes of a layer's options and numbers. A new family is a file and a line here or below.
  private static let small: [Family] = [
    Family(LineCauses.all), Family(OperationCauses.all), Family(ParameterCauses.all),
    Family(PresenceCauses.all), Family(ScalarCauses.all, setup: 64),
  ]

  /// Changes that give wholly other numbers.
  private static let large: [Family] = [
    Family(ParameterCauses.ofOthers), Family(WeightOrderCauses.all), Family(WiringCauses.all),
    Family(ImageOrderCauses.all),
  ]

  /// Rules of the layers' own families, which are asked where nothing above explains the difference.
  private static let rules: [Family] = [Family(AlternativeCauses.all, factor: 4)]

  init(
    _ stretch: Stretch,
    progress: @escaping (_ done: Int, _ total: Int, _ what: String) -> Void = { _, _, _ in }
  ) {
    (self.stretch, self.progress) = (stretch, progress)
  }

  /// Whether changes were left out since they would have taken too long.
  var isCut: Bool { budget.isExhausted }

  /// The explanations, those first that are proved, then the most specific ones.
  func causes() -> [Cause] {
    // Whatever gives one number everywhere would explain such an array.
    if stretch.theirs.isConstant { return [LikelyCauses.constant(stretch)] }
    let contexts = stretch.nodes.compactMap { NodeContext(stretch, $0) }
    var found = contexts.flatMap { equal($0, Self.small) }
    if found.isEmpty, hasSmallError { found = contexts.flatMap(LikelyCauses.rounded) }
    if found.isEmpty || !hasSmallError { found += contexts.flatMap { equal($0, Self.large) } }
    if found.isEmpty { found = contexts.flatMap { equal($0, Self.rules) } }
    if found.isEmpty {
      found = contexts.filter { budget.take(Self.solverSteps * operations($0)) }
        .flatMap(SolvedCauses.all)
    }
    if found.isEmpty { found = contexts.flatMap(LikelyCauses.all) }
    return ordered(found)
  }

  /// Whether the difference is so small that the layer is the right one but for its numbers.
  private var hasSmallError: Bool {
    stretch.ours.map { ArrayEquality.error(stretch.theirs, $0) < 0.03 } ?? false
  }

  /// The number of multiply-accumulates from which on the search ends with the first family that
  /// explains the difference.
  private static let manyOperations = 1 << 24

  private func equal(_ context: NodeContext, _ families: [Family]) -> [Cause] {
    progress(context.node, stretch.nodes.last ?? 0, "causes at \(context.name)")
    let isLarge = context.network.multiplyAccumulates(of: context.node) > Self.manyOperations
    let operations = operations(context)
    var found: [Cause] = []
    for family in families where !isLarge || found.isEmpty {
      guard budget.take(family.setup * operations) else { continue }
      for change in family.changes(context) where !CancellationToken.isCancelled {
        guard budget.take(family.factor * operations) else { break }
        let outputs = change.outputs()
        if outputs == nil { budget.giveBack(family.factor * operations) }
        found += outputs.flatMap { cause(change, $0, context) }.map { [$0] } ?? []
      }
    }
    return found
  }

  /// How often the method that solves a number for each channel computes the layers.
  private static let solverSteps = 24

  /// The multiply-accumulates of a node and those behind it in the stretch, or the numbers that they
  /// give where those are more.
  private func operations(_ context: NodeContext) -> Int {
    let network = context.network
    return stretch.nodes.filter { $0 >= context.node }.reduce(0) { sum, node in
      let count = network.outputShapes(of: node).reduce(0) { $0 + $1.count }
      return sum + max(network.multiplyAccumulates(of: node), count)
    }
  }

  /// The change as a cause, where its outputs give the reference's array.
  private func cause(
    _ change: NodeChange, _ outputs: [Value], _ context: NodeContext
  ) -> Cause? {
    var target = stretch.target(with: outputs, at: context.node)
    var tail = ""
    if target.map(isEqual) != true, change.mayEndStretch, context.node != stretch.target.node,
      outputs.first?.shape != context.output.shape
    {
      target = outputs.first?.tensor
      tail = ", and the layers behind it up to \(stretch.name) are left out"
    }
    guard let target, isEqual(target) else { return nil }
    return Cause(
      change.name, change.sentence + tail, parameters: change.parameters, proof: change.proof,
      node: context.node, rank: change.rank)
  }

  /// A changed computation must come at least ten times nearer than the network's own.
  private func isEqual(_ tensor: Tensor) -> Bool {
    let error = ArrayEquality.error(stretch.theirs, tensor)
    let own = stretch.ours.map { ArrayEquality.error(stretch.theirs, $0) } ?? .infinity
    return error <= ArrayEquality.share * Double(stretch.nodes.count).squareRoot()
      && error * 10 < own
  }

  /// Of several values of one option that give the same, the most usual one is named.
  private func ordered(_ causes: [Cause]) -> [Cause] {
    var seen: Set<String> = []
    return causes.enumerated().sorted { a, b in
      (a.element.proof.rawValue, a.element.rank, a.offset)
        < (b.element.proof.rawValue, b.element.rank, b.offset)
    }.map(\.element).filter { cause in
      seen.insert("\(cause.name) \(cause.node ?? -1)").inserted
        && seen.insert(cause.sentence).inserted
    }
  }
}
