/// Cross-entropy of logits: the negative log-likelihood of the correct class under the softmax of
/// the output.
///
/// For each place `l = w_t · (ln Σ_c e^(x_c) − x_t)`; the loss is the sum over all places, for the
/// mean divided by the sum of their weights `w_t`. Label smoothing ε distributes the fraction ε of
/// the target probability evenly over all classes. The gradient is probability − target
/// probability. As in PyTorch (`CrossEntropyLoss`).
///
/// Shapes: logits `[batch, classes]` or `[batch, classes, …]`, with a class for every sample and
/// place.
public struct CrossEntropy: Loss {
  /// Whether it is the mean or the sum over all places.
  public let reduction: LossReduction
  /// A class whose places are ignored.
  public let ignored: Int?
  /// The label smoothing ε, from 0 to 1.
  public let smoothing: Double
  /// A weight for each class; all are 1 by default.
  public var classWeights: Tensor?

  /// Classes.
  public var target: TargetKind { .classes }

  /// - Throws: ``ShapeError`` when the output has no class axis, or classes or weights do not match
  ///   it.
  public func check(output: Shape, target: Target) throws(ShapeError) {
    guard case .classes(let classes) = target else {
      throw ShapeError("\(kind) compares with classes, but values are given")
    }
    guard output.rank >= 2, output.count > 0 else {
      throw ShapeError("\(kind) takes classes×…, but the output is \(output)")
    }
    let places = output.count / output[1]
    guard classes.count == places else {
      throw ShapeError("\(kind) needs \(places) classes, but \(classes.count) are given")
    }
    if let wrong = classes.first(where: { !(0..<output[1]).contains($0) && $0 != ignored }) {
      throw ShapeError(
        "class \(wrong) is not one of the \(output[1]) classes of the output",
        proposal: "0 to \(output[1] - 1) would fit")
    }
    if let classWeights, classWeights.shape != [output[1]] {
      throw ShapeError(
        "\(kind) needs \(output[1]) class weights, but \(classWeights.shape) are given")
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
    let sum = places.reduce(S(0)) { sum, place in
      let logits = place.logits.map { x[$0] }
      let largest = logits.reduce(-S.infinity) { max($0, $1) }
      let powers = logits.reduce(S(0)) { $0 + S.exponential($1 - largest) }
      let spread = S.logarithm(powers) + largest
      return sum + zip(logits, place.shares).reduce(0) { $0 + S($1.1) * (spread - $1.0) }
    }
    return sum / S(divisor(places))
  }

  /// The gradient with respect to the logits.
  public func gradient(_ output: Tensor, _ target: Target) -> Tensor {
    let places = places(output.shape, target)
    let divisor = Float(divisor(places))
    var gradient = output.zeros
    for place in places {
      let largest = place.logits.reduce(-Float.infinity) { max($0, output[$1]) }
      let powers = place.logits.map { Elementary.exp(output[$0] - largest) }
      let sum = powers.reduce(0, +)
      let whole = Float(place.shares.reduce(0, +))
      for (index, logit) in place.logits.enumerated() {
        gradient[logit] = (whole * (powers[index] / sum) - Float(place.shares[index])) / divisor
      }
    }
    return gradient
  }

  /// The logits of one sample (and place), and the target probability of each class, times its
  /// weight.
  struct Place {
    let logits: [Int]
    let shares: [Double]
    let weight: Double
  }

  /// The places that are not ignored.
  func places(_ shape: Shape, _ target: Target) -> [Place] {
    guard case .classes(let classes) = target else { preconditionFailure("unchecked target") }
    let plane = shape.extents.dropFirst(2).reduce(1, *)
    return classes.enumerated().compactMap { index, label in
      guard label != ignored else { return nil }
      let start = index / plane * shape[1] * plane + index % plane
      return Place(
        logits: (0..<shape[1]).map { start + $0 * plane },
        shares: (0..<shape[1]).map { share(of: $0, label, shape[1]) }, weight: weight(label))
    }
  }

  private func share(of index: Int, _ label: Int, _ classes: Int) -> Double {
    let spread = smoothing / Double(classes) * weight(index)
    return index == label ? spread + (1 - smoothing) * weight(label) : spread
  }

  private func weight(_ label: Int) -> Double { classWeights.map { Double($0[label]) } ?? 1 }

  func divisor(_ places: [Place]) -> Double {
    reduction == .sum ? 1 : places.reduce(0) { $0 + $1.weight }
  }
}

extension CrossEntropy {
  /// The name and the options of the loss.
  public static let grammar = LayerGrammar(
    "cross-entropy", summary: "the negative log-likelihood of the right class",
    help: """
      −ln of the softmax probability of the correct class; for an untrained network about ln of the \
      number of classes. The gradient of each logit is probability − target probability.
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
