/// Cross-entropy of the logits of a group: the loss of every sample and the gradient by its logits.
///
/// Every class has a target: class weight × (smoothed) probability. With `t` the targets and `T`
/// their sum, the loss is `Σ t · (log Σ exp(logits) − logit)` and its gradient `T · softmax − t`,
/// divided by the reduction's divisor.
public struct ClassLoss: Sendable {
  /// Offsets of the logits and of their gradient in the group: `[classes][positions][samples]`.
  public var logits = 0
  public var gradient = 0
  public var classes = 0
  /// Positions of a sample that are classified: 1, or its pixels.
  public var positions = 0
  /// Offsets in the group, each `[positions][samples]`: the label (−1 for none), the target of the
  /// label's class, the sum of all classes' targets, and the loss that is written.
  public var labels = 0
  public var labelTargets = 0
  public var targetSums = 0
  public var losses = 0
  /// Offset in the shared memory: the target of every class that is not the label, and behind them
  /// the divisor.
  public var otherTargets = 0

  public init() {}
}
