/// Cross-entropy over logits: how surprised the softmax of the output is by the right class.
///
/// For each place `l = w_t · (ln Σ_c e^(x_c) − x_t)`; the loss is the sum of these, divided by the
/// sum of the weights `w_t` for the mean. With smoothing ε a share ε of the right class is spread
/// evenly over all. Its gradient is probability − wanted share. As in PyTorch (`CrossEntropyLoss`).
///
/// Shapes: logits `[batch, classes]` or `[batch, classes, …]`, with a class for every sample and
/// place.
public struct CrossEntropy: Loss {
  public let reduction: LossReduction
  /// A class whose places do not count.
  public let ignored: Int?
  public let smoothing: Double
  /// A weight for each class; all are 1 unless given.
  public var classWeights: Tensor?

  public var target: TargetKind { .classes }

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

  public func value(_ output: Tensor, _ target: Target) -> Float {
    total(output.elements, places(output.shape, target))
  }

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

  /// The logits of one sample (and place), and the share that each class should have, times its
  /// weight.
  private struct Place {
    let logits: [Int]
    let shares: [Double]
    let weight: Double
  }

  /// The places that count.
  private func places(_ shape: Shape, _ target: Target) -> [Place] {
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

  private func divisor(_ places: [Place]) -> Double {
    reduction == .sum ? 1 : places.reduce(0) { $0 + $1.weight }
  }
}

extension CrossEntropy {
  public func define(_ output: Tensor, _ target: Target) -> Expression {
    let places = places(output.shape, target)
    let parts = places.enumerated().map { index, place -> Expression in
      let surprises = zip(place.logits, place.shares).filter { $1 != 0 }.map { logit, share in
        let surprise = Expression.difference(logarithm(place, output), term(logit, output))
        return share == 1 ? surprise : .product([.constant(share, "share"), surprise])
      }
      return .named("sample \(index)", surprises.count == 1 ? surprises[0] : .sum(surprises))
    }
    return .quotient(.sum(parts), .constant(divisor(places), "count"))
  }

  public func defineGradient(
    _ cell: Position, _ output: Tensor, _ target: Target
  ) -> Expression {
    let places = places(output.shape, target)
    let offset = output.shape.offset(of: cell)
    for place in places {
      guard let index = place.logits.firstIndex(of: offset) else { continue }
      let (powers, _) = powers(place, output)
      let probability = Expression.named(
        "probability", .quotient(powers[index], .named("sum", .sum(powers))))
      let whole = place.shares.reduce(0, +)
      let weighted =
        whole == 1 ? probability : .product([.constant(whole, "weight"), probability])
      let wanted = Term("wanted", .target(cell), place.shares[index])
      return .quotient(
        .difference(weighted, .term(wanted)), .constant(divisor(places), "count"))
    }
    return .constant(0, "does not count")
  }

  private func logarithm(_ place: Place, _ output: Tensor) -> Expression {
    let (powers, largest) = powers(place, output)
    return .sum([.function(.logarithm, .sum(powers)), .constant(largest, "largest")])
  }

  private func powers(_ place: Place, _ output: Tensor) -> ([Expression], Double) {
    let largest = place.logits.reduce(-Double.infinity) { max($0, Double(output[$1])) }
    let powers = place.logits.map {
      Expression.function(
        .exponential, .difference(term($0, output), .constant(largest, "largest")))
    }
    return (powers, largest)
  }

  private func term(_ offset: Int, _ output: Tensor) -> Expression {
    .term(Term("x", .output(0, output.shape.position(at: offset)), Double(output[offset])))
  }

  public static let grammar = LayerGrammar(
    "cross-entropy", summary: "the surprise of the softmax at the right class",
    help: """
      −ln of the probability that the softmax gives to the right class; ln of the number of classes \
      for a network that knows nothing. The gradient of each logit is probability − wanted.
      """,
    options: [
      .init("sum", .flag, "the sum over the samples instead of their mean"),
      .init("ignore", .whole(atLeast: 0), "a class that does not count"),
      .init("smoothing", .number, "the share of the right class that is spread over all"),
    ])

  public init(_ line: LayerLine) throws(LineError) {
    reduction = line.has("sum") ? .sum : .mean
    ignored = line.whole("ignore")
    smoothing = line.number("smoothing") ?? 0
    guard smoothing >= 0, smoothing <= 1 else {
      throw LineError(
        "smoothing needs a share of 0 to 1, not \(smoothing)", column: line.keyword.column)
    }
  }

  /// The mean over the samples, all classes alike.
  public init() { (reduction, ignored, smoothing) = (.mean, nil, 0) }

  public var text: String {
    var words = [kind]
    if reduction == .sum { words.append("sum") }
    if let ignored { words += ["ignore", "\(ignored)"] }
    if smoothing != 0 { words += ["smoothing", "\(smoothing)"] }
    return words.joined(separator: " ")
  }
}
