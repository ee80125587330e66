/// The definitions of the loss and of its gradient.
extension CrossEntropy {
  /// The (weighted) mean or sum of the places' losses as an expression.
  public func define(_ output: Tensor, _ target: Target) -> Expression {
    let places = places(output.shape, target)
    let parts = places.enumerated().map { index, place -> Expression in
      let losses = zip(place.logits, place.shares).filter { $1 != 0 }.map { logit, share in
        let loss = Expression.difference(logarithm(place, output), term(logit, output))
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
}
