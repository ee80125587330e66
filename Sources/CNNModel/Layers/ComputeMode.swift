/// Whether a pass computes as for a prediction or as for training. Only layers that depend on it
/// (``Layer/dependsOnMode``), such as batch normalization and dropout, make a difference, as with
/// `eval()` and `train()` in PyTorch.
public enum ComputeMode: String, Hashable, Sendable, CaseIterable {
  /// Running statistics, nothing is dropped. A backward pass treats the statistics as constants.
  case evaluation = "eval"
  /// The statistics of the batch, which also move the running ones; dropout drops.
  case training = "train"

  /// `evaluation` or `training`.
  public var name: String { self == .evaluation ? "evaluation" : "training" }
}
