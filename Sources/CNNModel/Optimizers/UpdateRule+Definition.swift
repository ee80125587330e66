/// One number of a parameter before an update, with its gradient and slots.
struct UpdatedNumber {
  let parameter: Term
  let gradient: Term
  let slots: [Float]
}

/// The definition of an update, number by number, with the symbols of the optimizers' formulas.
extension UpdateRule {
  /// The number after the update as an expression.
  func define(_ number: UpdatedNumber) -> Expression {
    let w = Expression.term(number.parameter)
    let kept = kept.map { Expression.product([w, .constant($0, "1−η·λ")]) } ?? w
    return .sum([kept, .named("Δw", .product(step(number)))])
  }

  /// The factors of the change: the negative rate and the direction.
  private func step(_ number: UpdatedNumber) -> [Expression] {
    let (rate, slope) = (-self.rate, slope(number))
    switch kind {
    case .descent: return [.constant(rate, "−η"), slope]
    case .momentum: return [.constant(rate, "−η"), velocity(number, slope)]
    case .nesterov:
      let ahead = Expression.product([.constant(momentum, "μ"), velocity(number, slope)])
      return [.constant(rate, "−η"), .sum([slope, ahead])]
    case .adaptive: return [.constant(rate, "−η/(1−β₁ᵗ)"), direction(number, slope)]
    }
  }

  /// `g + λ·w`
  private func slope(_ number: UpdatedNumber) -> Expression {
    let g = Expression.term(number.gradient)
    guard decay != 0 else { return g }
    return .sum([g, .product([.constant(decay, "λ"), .term(number.parameter)])])
  }

  /// `v′ = μ·v + g`
  private func velocity(_ number: UpdatedNumber, _ slope: Expression) -> Expression {
    let old = Term("v", .intermediate, Double(number.slots[0]))
    return .named("v′", .sum([.product([.constant(momentum, "μ"), .term(old)]), slope]))
  }

  /// `m′ / (√v′/√(1−β₂ᵗ) + ε)`
  private func direction(_ number: UpdatedNumber, _ slope: Expression) -> Expression {
    let mean = average("m", number.slots[0], momentum, slope)
    let square = average("v", number.slots[1], squareDecay, .product([slope, slope]))
    let root = Expression.quotient(
      .function(.squareRoot, square), .constant(root, "√(1−β₂ᵗ)"))
    return .quotient(mean, .sum([root, .constant(epsilon, "ε")]))
  }

  /// `β·old + (1−β)·fresh`
  private func average(
    _ symbol: String, _ old: Float, _ decay: Double, _ fresh: Expression
  ) -> Expression {
    let kept = Expression.term(Term(symbol, .intermediate, Double(old)))
    return .named(
      "\(symbol)′",
      .sum([
        .product([.constant(decay, "β"), kept]), .product([.constant(1 - decay, "1−β"), fresh]),
      ]))
  }
}
