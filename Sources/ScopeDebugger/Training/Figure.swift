import CNNEngine
import CNNModel

/// A number that conditions can be set on.
struct Figure: Sendable {
  let name: String
  /// What it is, in a few words.
  let help: String
  /// What it is now; `nil` while it is not known.
  let value: @Sendable (PhaseSnapshot) -> Double?
  /// The same after a whole step, nearly: within a part of it.
  let estimate: @Sendable (TrainerSnapshot) -> Double?
  var margin = 0.0
  /// What it can be.
  var range = -Double.infinity...Double.infinity
  /// Whether it can only be a whole number.
  var isWhole = false

  /// The figures of a whole step.
  static let general: [Figure] = [
    Figure(
      name: "loss", help: "the loss of the batch", value: { $0.execution.loss.map(Double.init) },
      estimate: { $0.outcome.map { Double($0.loss) } }),
    Figure(
      name: "accuracy", help: "the fraction of the batch that is classified correctly",
      value: { $0.accuracy }, estimate: { $0.accuracy }, range: 0...1),
    Figure(
      name: "nan", help: "whether anything is NaN or infinite", value: { $0.odd == nil ? 0 : 1 },
      estimate: { $0.mayHaveOddities ? 1 : 0 }, range: 0...1, isWhole: true),
    Figure(
      name: "step", help: "the training step", value: { Double($0.step) },
      estimate: { Double($0.step) }, range: 0...Double.infinity, isWhole: true),
    Figure(
      name: "rate", help: "the learning rate", value: { $0.rate }, estimate: { $0.rate },
      range: 0...Double.infinity),
  ]

  /// A figure of a tensor, as in `conv1.gradient.norm`.
  init(_ figure: TensorFigure, of reference: TensorReference, named name: String) {
    (self.name, help) = (name, figure.help)
    value = { snapshot in snapshot.tensor(reference).flatMap(figure.value) }
    // Sums of other order, and of other precision.
    margin = figure == .norm ? 1e-5 : figure == .mean ? 1e-9 : 0
    let part = reference.trainingPart
    estimate = { $0.trainer.figure(figure, of: part) }
    (range, isWhole) = (figure.range, figure == .nan)
  }

  private init(
    name: String, help: String, value: @escaping @Sendable (PhaseSnapshot) -> Double?,
    estimate: @escaping @Sendable (TrainerSnapshot) -> Double?,
    range: ClosedRange<Double> = -Double.infinity...Double.infinity, isWhole: Bool = false
  ) {
    (self.name, self.help, self.value, self.estimate) = (name, help, value, estimate)
    (self.range, self.isWhole) = (range, isWhole)
  }
}

extension TensorFigure {
  /// What it can be.
  fileprivate var range: ClosedRange<Double> {
    switch self {
    case .norm, .magnitude, .nan: 0...Double.infinity
    case .dead: 0...1
    case .max, .min, .mean: -Double.infinity...Double.infinity
    }
  }

  /// What it is, in a few words.
  var help: String {
    switch self {
    case .norm: "the root of the sum of squares"
    case .dead: "the share that is at most 0 for every sample of the batch"
    case .max: "the largest number"
    case .min: "the smallest number"
    case .mean: "the mean"
    case .magnitude: "the largest magnitude"
    case .nan: "how many numbers are NaN or infinite"
    }
  }
}

extension TensorReference {
  /// The same tensor of a training of whole steps.
  fileprivate var trainingPart: TrainingPart {
    switch kind {
    case .activation: .output(ValueReference(node))
    case .gradient: .gradient(ValueReference(node))
    case .parameter(let index): .parameter(node: node, index: index)
    case .parameterGradient(let index): .parameterGradient(node: node, index: index)
    case .statistic(let index): .statistic(node: node, index: index)
    }
  }

  /// Whether it is there before a step has computed anything.
  var isOfState: Bool {
    switch kind {
    case .parameter, .statistic: true
    case .activation, .gradient, .parameterGradient: false
    }
  }
}
