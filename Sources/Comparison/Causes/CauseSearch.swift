import CNNModel

/// Which changed computation of a node gives the reference's array.
struct CauseSearch {
  private let stretch: Stretch
  private let progress: (_ done: Int, _ total: Int, _ what: String) -> Void

  /// Every family of changes. A new one is a file and a line here.
  static let families: [@Sendable (NodeContext) -> [NodeChange]] = [
    LineCauses.all, OperationCauses.all, PresenceCauses.all, ParameterCauses.all,
    WeightOrderCauses.all, WiringCauses.all, AlternativeCauses.all, ImageOrderCauses.all,
    ScalarCauses.all,
  ]

  init(
    _ stretch: Stretch,
    progress: @escaping (_ done: Int, _ total: Int, _ what: String) -> Void = { _, _, _ in }
  ) {
    (self.stretch, self.progress) = (stretch, progress)
  }

  /// The explanations, those first that are proved, then the most specific ones.
  func causes() -> [Cause] {
    let contexts = stretch.nodes.compactMap { NodeContext(stretch, $0) }
    var found = contexts.flatMap { context in
      progress(context.node, stretch.nodes.last ?? 0, "causes at \(context.name)")
      return equal(context)
    }
    if found.isEmpty { found = contexts.flatMap(SolvedCauses.all) }
    if found.isEmpty { found = contexts.flatMap(LikelyCauses.all) }
    return ordered(found)
  }

  /// The number of multiply-accumulates from which on the search ends with the first family that
  /// explains the difference.
  private static let large = 1 << 24

  private func equal(_ context: NodeContext) -> [Cause] {
    let isLarge = context.network.multiplyAccumulates(of: context.node) > Self.large
    var found: [Cause] = []
    for family in Self.families where !isLarge || found.isEmpty {
      found += family(context).compactMap { cause($0, context) }
    }
    return found
  }

  /// The change as a cause, where it gives the reference's array.
  private func cause(_ change: NodeChange, _ context: NodeContext) -> Cause? {
    guard let outputs = change.outputs() else { return nil }
    var target = stretch.target(with: outputs, at: context.node)
    var tail = ""
    if target.map(isEqual) != true, change.mayEndStretch, context.node != stretch.target.node {
      target = outputs.first?.tensor
      tail = " and nothing behind it changes the shape"
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

  private func ordered(_ causes: [Cause]) -> [Cause] {
    var seen: Set<String> = []
    return causes.enumerated().sorted { a, b in
      (a.element.proof.rawValue, a.element.rank, a.offset)
        < (b.element.proof.rawValue, b.element.rank, b.offset)
    }.map(\.element).filter { seen.insert($0.sentence).inserted }
  }
}
