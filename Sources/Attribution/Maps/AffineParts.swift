import CNNModel

/// The addends of an expression that adds inputs, each times factors that depend on no input.
struct AffineParts {
  /// An addend.
  struct Part {
    /// `nil` for what depends on no input.
    let term: Term?
    let input: Double
    let factor: Double
  }

  private(set) var parts: [Part] = []

  /// - Returns: `nil` for an expression that is more: a product of inputs, a function of them.
  init?(_ expression: Expression) {
    guard add(expression, times: 1) else { return nil }
  }

  /// - Returns: false where the expression is more than a sum of multiples of inputs.
  private mutating func add(_ expression: Expression, times factor: Double) -> Bool {
    guard expression.hasInputs else {
      parts.append(Part(term: nil, input: expression.value * factor, factor: 1))
      return true
    }
    switch expression {
    case .term(let term):
      parts.append(Part(term: term, input: term.value, factor: factor))
      return true
    case .named(_, let part): return add(part, times: factor)
    case .sum(let parts): return parts.allSatisfy { add($0, times: factor) }
    case .product(let factors): return add(productOf: factors, times: factor)
    case .quotient(let top, let bottom):
      return !bottom.hasInputs && add(top, times: factor / bottom.value)
    case .maximum, .function, .power, .comparison: return false
    }
  }

  private mutating func add(productOf factors: [Expression], times factor: Double) -> Bool {
    let inputs = factors.filter(\.hasInputs)
    guard inputs.count == 1 else { return false }
    let others = factors.filter { !$0.hasInputs }.reduce(factor) { $0 * $1.value }
    return add(inputs[0], times: others)
  }
}

extension Expression {
  /// Whether a number that flows through the network is in it.
  var hasInputs: Bool { terms.contains { $0.inputCell != nil } }

  /// What is inside of names and of sums and products of one.
  var unwrapped: Expression {
    switch self {
    case .named(_, let part): part.unwrapped
    case .sum(let parts) where parts.count == 1: parts[0].unwrapped
    case .product(let parts) where parts.count == 1: parts[0].unwrapped
    default: self
    }
  }
}

extension Term {
  /// The input of the layer and the cell that it was read from; `nil` for other numbers.
  var inputCell: (input: Int, cell: Position)? {
    if case .input(let input, let cell) = source { (input, cell) } else { nil }
  }
}
