/// The definitions of the loss and of its gradient.
extension CrossEntropy {
  /// The (weighted) mean or sum of the places' losses as an expression.
  public func define(_ output: Tensor, _ target: Target) -> Expression {
    let places = places(output.shape, target)
    let parts = places.enumerated().map { index, place -> Expression in
      let losses = zip(place.logits, place.shares).filter { $1 != 0 }.map { logit, share in
        let loss = negativeLogLikelihood(logit, place, output)
        return share == 1 ? loss : .product([.constant(share, "share"), loss])
      }
      return .named("sample \(index)", losses.count == 1 ? losses[0] : .sum(losses))
    }
    return .quotient(.sum(parts), .constant(divisor(places), "count"))
  }

  /// The probability minus the target probability, times its weight, as an expression.
  public func defineGradient(
    _ cell: Position, _ output: Tensor, _ target: Target
  ) -> Expression {
    let places = places(output.shape, target)
    let offset = output.shape.offset(of: cell)
    for place in places {
      guard let index = place.logits.firstIndex(of: offset) else { continue }
      return defineGradient(of: index, at: place, output, count: divisor(places))
    }
    return .constant(0, "does not count")
  }

  /// The bounds place by place, without a search for the place of each number.
  public func gradientRounding(_ output: Tensor, _ target: Target) -> [Double] {
    let places = places(output.shape, target)
    let count = divisor(places)
    var bounds = [Double](repeating: 0, count: output.shape.count)
    for place in places {
      for (index, logit) in place.logits.enumerated() {
        bounds[logit] = defineGradient(of: index, at: place, output, count: count).roundingBound
      }
    }
    return bounds
  }

  private func defineGradient(
    of index: Int, at place: Place, _ output: Tensor, count: Double
  ) -> Expression {
    let offset = place.logits[index]
    guard form == .logits else {
      return .quotient(slope(offset, place.shares[index], output), .constant(count, "count"))
    }
    let (powers, _) = powers(place, output)
    let probability = Expression.named(
      "probability", .quotient(powers[index], .named("sum", .sum(powers))))
    let whole = place.shares.reduce(0, +)
    let weighted =
      whole == 1 ? probability : .product([.constant(whole, "weight"), probability])
    let wanted = Term(
      "wanted", .target(output.shape.position(at: offset)), place.shares[index])
    return .quotient(.difference(weighted, .term(wanted)), .constant(count, "count"))
  }

  /// `−ln p` of a class.
  private func negativeLogLikelihood(_ logit: Int, _ place: Place, _ output: Tensor) -> Expression {
    let x = term(logit, output)
    switch form {
    case .logits: return .difference(logarithm(place, output), x)
    case .probabilities: return .product([.constant(-1), .function(.logarithm, x)])
    case .logProbabilities: return .product([.constant(-1), x])
    }
  }

  /// The slope by a probability, or by its logarithm.
  private func slope(_ offset: Int, _ share: Double, _ output: Tensor) -> Expression {
    guard share != 0 else { return .constant(0, "not wanted") }
    let wanted = Expression.term(
      Term("wanted", .target(output.shape.position(at: offset)), share))
    let minus = Expression.product([.constant(-1), wanted])
    return form == .probabilities ? .quotient(minus, term(offset, output)) : minus
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
}
