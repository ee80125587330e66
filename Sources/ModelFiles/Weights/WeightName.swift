/// What the arrays of a layer are called in files.
enum WeightName {
  /// PyTorch's names where they differ from ours.
  private static let known = [
    "mean": "running_mean", "variance": "running_var", "slope": "weight",
  ]

  /// The name that PyTorch gives a parameter or running statistic, under which it is written.
  static func written(_ name: String) -> String { known[name] ?? name }

  /// Keras' names.
  private static let keras = [
    "weight": ["kernel", "gamma", "depthwise_kernel", "pointwise_kernel"], "bias": ["beta"],
    "mean": ["moving_mean"],
    "variance": ["moving_variance"], "slope": ["alpha"],
  ]

  /// The names under which it is read: ours, PyTorch's, and Keras'.
  static func all(_ name: String) -> [String] {
    [name] + [known[name]].compactMap(\.self) + (keras[name] ?? [])
  }

  /// What PyTorch counts beside running statistics: the batches that they come from.
  static let batchCount = "num_batches_tracked"
}
