import CNNEngine

/// A number that conditions can be set on.
struct Figure: Sendable {
  let name: String
  /// What it is, in a few words.
  let help: String
  /// What it is now; `nil` while it is not known.
  let value: @Sendable (Look) -> Double?

  /// The figures of a whole step.
  static let general: [Figure] = [
    Figure(name: "loss", help: "the loss of the batch") { $0.execution.loss.map(Double.init) },
    Figure(name: "accuracy", help: "the share of the batch that is classified right") {
      $0.accuracy
    },
    Figure(name: "nan", help: "whether anything is NaN or infinite") { $0.odd == nil ? 0 : 1 },
    Figure(name: "step", help: "the training step") { Double($0.step) },
    Figure(name: "rate", help: "the learning rate") { $0.rate },
  ]

  /// The figures of a tensor, as in `conv1.gradient.norm`.
  static let ofTensors: [(name: String, help: String, value: @Sendable (Tensor) -> Double?)] = [
    ("norm", "the root of the sum of squares", { $0.norm }),
    ("dead", "the share that is at most 0 for every sample of the batch", { $0.deadShare }),
    ("max", "the largest number", { $0.elements.max().map(Double.init) }),
    ("min", "the smallest number", { $0.elements.min().map(Double.init) }),
    (
      "mean", "the mean",
      { $0.elements.reduce(0.0) { $0 + Double($1) } / Double(max(1, $0.elements.count)) }
    ),
    ("nan", "how many numbers are NaN or infinite", { Double($0.oddityCount) }),
  ]
}
