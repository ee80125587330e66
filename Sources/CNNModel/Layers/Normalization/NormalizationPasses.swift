/// A layer that brings groups of cells to mean 0 and variance 1, then scales and shifts them:
/// `y = γ·(x − μ)/√(σ² + ε) + β`.
protocol NormalizationPasses: Layer {
  /// ε, added to the variance.
  var epsilon: Double { get }

  /// For every cell in row-major order, the number of the group whose mean and variance it gets.
  func normalGroups(of shape: Shape) -> [Int]

  /// For every cell in row-major order, the offset of its scale and its shift.
  func scaleOffsets(of shape: Shape) -> [Int]

  /// The axes that mean and variance are taken over; `nil` where groups are parts of an axis.
  func normalAxes(of shape: Shape) -> [Int]?

  /// Whether mean and variance are those of the input; else they are running statistics.
  func usesInput(_ context: PassContext) -> Bool
}

/// A normalization with running statistics: `running += momentum·(batch − running)`.
protocol RunningNormalization: NormalizationPasses {
  /// The part of the running statistics that a batch replaces.
  var momentum: Double { get }
}
