import CNNModel

/// Statistics per layer that distinguish healthy training from failing training: the sizes of
/// activations, gradients and parameters, the relative size of the update, dead units, NaN and
/// infinity.
///
/// Sizes are mean magnitudes over the batch. What the step has not computed yet is `nil`.
public struct GradientLadder: Hashable, Sendable {
  /// The statistics of one node.
  public struct Rung: Hashable, Sendable {
    /// The index of the node.
    public let node: Int
    /// The mean magnitude of the output.
    public let activation: Double?
    /// The mean magnitude of the gradient with respect to the output.
    public let gradient: Double?
    /// The mean magnitude of all parameters at the start of the step; `nil` without parameters.
    public let weight: Double?
    /// |ΔW| / |W| of the update, in mean magnitudes.
    public let update: Double?
    /// The fraction of the outputs of a rectifier that are 0 for every sample of the batch; `nil`
    /// for other layers.
    public let dead: Double?
    /// The number of NaN and infinite numbers in all of these.
    public let oddities: Int
  }

  /// A gradient whose size indicates a problem.
  public enum Mark: String, Hashable, Sendable {
    /// Below ``Rung/vanishing``.
    case vanishing
    /// Above ``Rung/exploding``.
    case exploding
  }

  /// One per node.
  public let rungs: [Rung]
  /// The number of samples that they are of.
  public let sampleCount: Int

  /// - Parameter state: the state after the phases that were run.
  public init(_ execution: Execution, state: ModelState) {
    sampleCount = execution.batch.size
    rungs = execution.plan.network.nodes.indices.map { Rung($0, execution, state) }
  }
}

extension GradientLadder.Rung {
  /// A smaller gradient is vanishing.
  public static let vanishing = 1e-7
  /// A larger gradient is exploding.
  public static let exploding = 1e4

  /// Whether the gradient indicates a problem; `nil` if not, or before it is computed.
  public var mark: GradientLadder.Mark? {
    guard let gradient else { return nil }
    if gradient < Self.vanishing { return .vanishing }
    return gradient <= Self.exploding ? nil : .exploding
  }

  fileprivate init(_ node: Int, _ execution: Execution, _ state: ModelState) {
    self.node = node
    let output = execution.output(ValueReference(node))
    let slope = execution.gradient(ValueReference(node))
    activation = output.map { Magnitudes.mean($0.elements) }
    gradient = slope.map { Magnitudes.mean($0.elements) }
    dead =
      execution.plan.network.nodes[node].layer.isRectifier ? output.flatMap(\.deadShare) : nil
    let (before, after) = (execution.start.parameters[node], state.parameters[node])
    let isUpdated = state.updates != execution.start.updates
    let old = before.flatMap(\.elements)
    weight = old.isEmpty ? nil : Magnitudes.mean(old)
    let moves = zip(old, after.flatMap(\.elements)).map { $1 - $0 }
    let size = Magnitudes.mean(moves)
    update = isUpdated ? weight.map { size == 0 ? 0 : size / $0 } : nil
    let slopes = execution.parameterGradients(of: node) ?? []
    let all = [output, slope].compactMap(\.self) + slopes + after
    oddities = all.reduce(0) { $0 + $1.oddityCount }
  }
}

private enum Magnitudes {
  static func mean(_ numbers: [Float]) -> Double {
    numbers.isEmpty ? 0 : numbers.reduce(0) { $0 + Double($1.magnitude) } / Double(numbers.count)
  }
}
