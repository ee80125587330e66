import CNNModel

/// Which changed computation of a node gives the reference's array.
struct CauseSearch {
  private let stretch: Stretch
  private let progress: (_ done: Int, _ total: Int, _ what: String) -> Void

  typealias Family = @Sendable (NodeContext) -> [NodeChange]

  /// Changes of a layer's options and numbers. A new family is a file and a line here or below.
  private static let small: [Family] = [
    LineCauses.all, OperationCauses.all, ParameterCauses.all, PresenceCauses.all, ScalarCauses.all,
  ]

  /// Changes that give wholly other numbers.
  private static let large: [Family] = [
    ParameterCauses.ofOthers, WeightOrderCauses.all, WiringCauses.all, ImageOrderCauses.all,
  ]

  /// Rules of the layers' own families, which are asked where nothing above explains the difference.
  private static let rules: [Family] = [AlternativeCauses.all]

  init(
    _ stretch: Stretch,
    progress: @escaping (_ done: Int, _ total: Int, _ what: String) -> Void = { _, _, _ in }
  ) {
    (self.stretch, self.progress) = (stretch, progress)
  }

  /// The explanations, those first that are proved, then the most specific ones.
  func causes() -> [Cause] {
    let contexts = stretch.nodes.compactMap { NodeContext(stretch, $0) }
    var found = contexts.flatMap { equal($0, Self.small) }
    if found.isEmpty, hasSmallError { found = contexts.flatMap(LikelyCauses.rounded) }
    if found.isEmpty || !hasSmallError { found += contexts.flatMap { equal($0, Self.large) } }
    if found.isEmpty { found = contexts.flatMap { equal($0, Self.rules) } }
    if found.isEmpty { found = contexts.flatMap(SolvedCauses.all) }
    if found.isEmpty { found = contexts.flatMap(LikelyCauses.all) }
    return ordered(found)
  }

  /// Whether the difference is so small that the layer is the right one but for its numbers.
  private var hasSmallError: Bool {
    stretch.ours.map { Tolerance.error(stretch.theirs, $0) < 0.03 } ?? false
  }

  /// The number of multiply-accumulates from which on the search ends with the first family that
  /// explains the difference.
  private static let manyOperations = 1 << 24

  private func equal(_ context: NodeContext, _ families: [Family]) -> [Cause] {
    progress(context.node, stretch.nodes.last ?? 0, "causes at \(context.name)")
    let isLarge = context.network.multiplyAccumulates(of: context.node) > Self.manyOperations
    var found: [Cause] = []
    for family in families where !isLarge || found.isEmpty {
      found += family(context).compactMap { cause($0, context) }
    }
    return found
  }

  /// The change as a cause, where it gives the reference's array.
  private func cause(_ change: NodeChange, _ context: NodeContext) -> Cause? {
    guard let outputs = change.outputs() else { return nil }
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
    let error = Tolerance.error(stretch.theirs, tensor)
    let own = stretch.ours.map { Tolerance.error(stretch.theirs, $0) } ?? .infinity
    return error <= Tolerance.share * Double(stretch.nodes.count).squareRoot() && error * 10 < own
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
