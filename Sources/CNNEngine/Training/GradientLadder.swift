import CNNModel

/// A row a layer with what tells healthy training from sick: how large activations, gradients and
/// parameters are, how far an update moves, what is dead, what is no number.
///
/// Sizes are means of magnitudes over the batch. What the step has not computed yet is `nil`.
public struct GradientLadder: Hashable, Sendable {
  public struct Rung: Hashable, Sendable {
    public let node: Int
    public let activation: Double?
    /// Of the loss by what the layer gave.
    public let gradient: Double?
    /// Of all parameters at the start of the step; `nil` for a layer without.
    public let weight: Double?
    /// |ΔW| / |W| of the update.
    public let update: Double?
    /// The share of the layer's outputs that are at most 0 for every sample of the batch.
    public let dead: Double?
    /// How many NaN and infinities there are in all of these.
    public let oddities: Int
  }

  /// What the size of a gradient says.
  public enum Mark: String, Hashable, Sendable { case vanishing, exploding }

  public let rungs: [Rung]

  /// - Parameter state: what the step has made of its start.
  public init(_ execution: Execution, state: ModelState) {
    rungs = execution.plan.network.nodes.indices.map { Rung($0, execution, state) }
  }
}

extension GradientLadder.Rung {
  /// A gradient below this is vanishing.
  public static let vanishing = 1e-7
  /// A gradient above this is exploding.
  public static let exploding = 1e4

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
    dead = output?.deadShare
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
