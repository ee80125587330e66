/// Cross-entropy: the negative log-likelihood of the correct class.
///
/// For each place `l = −Σ_c t_c · w_c · ln p_c` with the target probability `t_c`, which is 1 for
/// the correct class and 0 elsewhere unless probabilities are given, and the class weight `w_c`.
/// The loss is the sum over all places, for the mean divided by the sum of the weights of their
/// classes, or by the number of places for given probabilities. Label smoothing ε distributes the
/// fraction ε of the target probability evenly over all classes. A class without target probability
/// does not count, whatever its output. As in PyTorch (`CrossEntropyLoss`).
///
/// The probabilities are the softmax of the output, `ln p_c = x_c − ln Σ e^x`, with the gradient
/// probability − target probability. Where the network ends in probabilities, they are the output
/// itself: `−ln p` with the gradient `−t/p`, which is infinite for p = 0; where it ends in their
/// logarithms, `−x` with the gradient `−t`, as in PyTorch (`NLLLoss`).
///
/// Shapes: output `[batch, classes]` or `[batch, classes, …]`, with a class for every sample and
/// place, or probabilities in the shape of the output.
public struct CrossEntropy: ReducedLoss {
  /// Whether it is the mean or the sum over all places.
  public let reduction: LossReduction
  /// A class whose places are ignored.
  public let ignored: Int?
  /// The label smoothing ε, from 0 to 1.
  public let smoothing: Double
  /// A weight for each class; all are 1 by default.
  public var classWeights: Tensor?
  /// What the numbers of the output are.
  private(set) var form = Form.logits
  /// Whether the output is logits.
  package var takesLogits: Bool { form == .logits }

  /// What the numbers of the output are.
  enum Form: Hashable, Sendable {
    case logits, probabilities, logProbabilities
  }

  /// Classes.
  public var target: TargetKind { .classes }

  /// Reads probabilities along the channels as probabilities, without another softmax. Where each
  /// number is a probability of its own, the loss is ``BinaryCrossEntropy``.
  public func reading(_ scores: Scores, _ output: Shape) -> any Loss {
    var loss = self
    switch scores {
    case .probabilities(axis: 1): loss.form = .probabilities
    case .logProbabilities(axis: 1): loss.form = .logProbabilities
    case .independentProbabilities where output.rank == 2 && isPlain:
      return BinaryCrossEntropy(reduction).reading(scores, output)
    default: loss.form = .logits
    }
    return loss
  }

  private var isPlain: Bool { ignored == nil && smoothing == 0 && classWeights == nil }

  /// How it reads the output; `nil` for logits.
  public var scoreWords: (scores: String, formula: String)? {
    switch form {
    case .logits: nil
    case .probabilities: ("probabilities", "−ln p, without a second softmax")
    case .logProbabilities: ("the logarithms of probabilities", "−ln p, without a second softmax")
    }
  }

  /// The loss in nats.
  public func value(_ output: Tensor, _ target: Target) -> Float {
    total(output.elements, places(output.shape, target))
  }

  /// The loss in nats, in double precision.
  public func reference(_ output: ReferenceTensor, _ target: Target) -> Double {
    total(output.elements, places(output.shape, target))
  }

  private func total<S: Scalar>(_ x: [S], _ places: [Place]) -> S {
    places.reduce(S(0)) { $0 + loss(x, $1) } / S(divisor(places))
  }

  private func loss<S: Scalar>(_ x: [S], _ place: Place) -> S {
    let logSum = form == .logits ? Self.logSum(x, place) : 0
    return zip(place.logits, place.shares).reduce(0) { sum, part in
      // 0 · ∞ would be NaN.
      guard part.1 != 0 else { return sum }
      return sum + S(part.1) * negativeLogLikelihood(x[part.0], logSum)
    }
  }

  /// `−ln p` of one number of the output.
  private func negativeLogLikelihood<S: Scalar>(_ x: S, _ logSum: S) -> S {
    switch form {
    case .logits: logSum - x
    case .probabilities: -S.logarithm(x)
    case .logProbabilities: -x
    }
  }

  /// `ln Σ e^x`, with the maximum subtracted first.
  private static func logSum<S: Scalar>(_ x: [S], _ place: Place) -> S {
    let largest = place.logits.reduce(-S.infinity) { max($0, x[$1]) }
    let powers = place.logits.reduce(S(0)) { $0 + S.exponential(x[$1] - largest) }
    return S.logarithm(powers) + largest
  }

  /// The gradient with respect to the output.
  public func gradient(_ output: Tensor, _ target: Target) -> Tensor {
    let places = places(output.shape, target)
    let divisor = Float(divisor(places))
    var gradient = output.zeros
    for place in places {
      for (logit, slope) in zip(place.logits, slopes(output, place)) {
        gradient[logit] = slope / divisor
      }
    }
    return gradient
  }

  private func slopes(_ output: Tensor, _ place: Place) -> [Float] {
    let parts = zip(place.logits, place.shares)
    switch form {
    case .logits: return logitSlopes(output, place)
    case .probabilities: return parts.map { $1 == 0 ? 0 : -Float($1) / output[$0] }
    case .logProbabilities: return place.shares.map { $0 == 0 ? 0 : -Float($0) }
    }
  }

  private func logitSlopes(_ output: Tensor, _ place: Place) -> [Float] {
    let largest = place.logits.reduce(-Float.infinity) { max($0, output[$1]) }
    let powers = place.logits.map { Elementary.exp(output[$0] - largest) }
    let sum = powers.reduce(0, +)
    let whole = Float(place.shares.reduce(0, +))
    return zip(powers, place.shares).map { whole * ($0 / sum) - Float($1) }
  }
}

extension CrossEntropy {
  /// The name and the options of the loss.
  public static let grammar = LayerGrammar(
    "cross-entropy", summary: "the negative log-likelihood of the right class",
    help: """
      −ln of the softmax probability of the correct class; for an untrained network about ln of the \
      number of classes. The gradient of each logit is probability − target probability. Where the \
      network ends in softmax, the loss is −ln of its output, with the gradient −1/p. Instead of \
      classes, target probabilities in the shape of the output can be given.
      """,
    options: [
      .init("sum", .flag, "the sum over the samples instead of their mean"),
      .init("ignore", .whole(atLeast: 0), "a class to ignore"),
      .init(
        "smoothing", .number, "the fraction of the probability that is distributed over all classes"
      ),
    ])

  /// - Throws: ``LineError`` for a smoothing outside of 0 to 1.
  public init(_ line: LayerLine) throws(LineError) {
    reduction = line.has("sum") ? .sum : .mean
    ignored = line.whole("ignore")
    smoothing = line.number("smoothing") ?? 0
    guard smoothing >= 0, smoothing <= 1 else {
      throw LineError(
        "smoothing needs a share of 0 to 1, not \(smoothing)", column: line.keyword.column)
    }
  }

  /// The mean over the samples, without class weights.
  public init() { (reduction, ignored, smoothing) = (.mean, nil, 0) }

  /// The words that are parsed as this loss.
  public var text: String {
    var words = [kind]
    if reduction == .sum { words.append("sum") }
    if let ignored { words += ["ignore", "\(ignored)"] }
    if smoothing != 0 { words += ["smoothing", "\(smoothing)"] }
    return words.joined(separator: " ")
  }
}

extension CrossEntropy {
  /// The same loss with another smoothing.
  func replacing(smoothing: Double) -> CrossEntropy {
    CrossEntropy(self, ignored: ignored, smoothing: smoothing)
  }

  /// The same loss with another class, or none, whose places are ignored.
  func replacing(ignored: Int?) -> CrossEntropy {
    CrossEntropy(self, ignored: ignored, smoothing: smoothing)
  }

  private init(_ other: CrossEntropy, ignored: Int?, smoothing: Double) {
    (reduction, self.ignored, self.smoothing) = (other.reduction, ignored, smoothing)
    (classWeights, form) = (other.classWeights, other.form)
  }
}
