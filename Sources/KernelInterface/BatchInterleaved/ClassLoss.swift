/// Cross-entropy of the logits of a group: the loss of every sample, and the gradient with respect
/// to its logits.
///
/// Every class has a target: class weight × (smoothed) probability. With `t` the targets and `T`
/// their sum, the loss is `Σ t · (log Σ exp(logits) − logit)` and its gradient `T · softmax − t`,
/// divided by the reduction's divisor.
package struct ClassLoss: Sendable {
  /// Offsets of the logits and of their gradient in the group: `[classes][positions][samples]`.
  package var logits = 0
  package var gradient = 0
  package var classes = 0
  /// The number of classified positions of a sample: 1, or the number of its pixels.
  package var positions = 0
  /// Offsets in the group, each `[positions][samples]`: the label (−1 if ignored), the target of
  /// the label's class, the sum of all classes' targets, and the loss, which is written.
  package var labels = 0
  package var labelTargets = 0
  package var targetSums = 0
  package var losses = 0
  /// Offset in the shared memory: the target of every class that is not the label, followed by the
  /// divisor.
  package var otherTargets = 0

  package init() {}
}
