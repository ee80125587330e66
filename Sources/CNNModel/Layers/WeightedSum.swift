/// A layer whose output cells are sums of input cells, each times a weight or a constant factor:
/// convolutions, linear layers, average pooling, interpolation.
///
/// The layer implements the index arithmetic in three directions, from which the definitions of all
/// its numbers follow. Parameter 0 is the weight, parameter 1 the bias.
protocol WeightedSum: Layer {
  /// The input cells that an output cell sums, in reading order, padding included.
  func taps(of output: Position, _ shapes: [Shape]) -> [Tap]

  /// The output cells that an input cell contributes to, in reading order.
  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach]

  /// The pairs of cells that a weight connects, in reading order.
  func connections(of weight: Position, _ shapes: [Shape]) -> [Connection]

  /// The axis of the output along which the bias varies; `nil` without a bias.
  var biasAxis: Int? { get }
}

/// One term of an output cell.
struct Tap: Hashable, Sendable {
  var input = 0
  /// The input cell; `nil` for zero padding.
  var cell: Position?
  /// The position of a zero of the padding.
  var outside: Position = []
  var weight: Position?
  /// A constant factor, such as 1/4 in an average.
  var share: Double?
  /// The input channel of the term, if terms are displayed by channel.
  var channel: Int?
}

/// An output cell that an input cell contributes to.
struct Reach: Hashable, Sendable {
  var cell: Position
  var weight: Position?
  var share: Double?
}

/// One product with a weight.
struct Connection: Hashable, Sendable {
  /// The input cell; `nil` for zero padding.
  var input: Position?
  /// The position of a zero of the padding.
  var outside: Position = []
  var output: Position
}

extension WeightedSum {
  var biasAxis: Int? { nil }
  func connections(of weight: Position, _ shapes: [Shape]) -> [Connection] { [] }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    defineSum(cell, in: pass)
  }

  /// The sum that computes a number.
  func defineSum(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position): defineOutput(position, pass)
    case .inputGradient(let input, let position): defineInputGradient(input, position, pass)
    case .parameterGradient(0, let position): defineWeightGradient(position, pass)
    case .parameterGradient(_, let position): defineBiasGradient(position, pass)
    }
  }

  private func defineOutput(_ position: Position, _ pass: BackwardPass) -> Expression {
    var parts = taps(of: position, pass.shapes).byChannel { addend($0, pass) }
    if let axis = biasAxis, pass.parameters.count > 1 {
      let place: Position = [position[axis]]
      parts.append(
        .term(Term("b", .parameter(1, place), Double(pass.parameters[1][place]))))
    }
    return .sum(parts)
  }

  private func addend(_ tap: Tap, _ pass: BackwardPass) -> Expression {
    let x =
      tap.cell.map {
        Term("x", .input(tap.input, $0), Double(pass.forward.inputs[tap.input][$0]))
      } ?? Term("pad", .padding(tap.outside), 0)
    return factors(x, weight: tap.weight, share: tap.share, pass)
  }

  private func factors(
    _ term: Term, weight: Position?, share: Double?, _ pass: BackwardPass
  ) -> Expression {
    var factors: [Expression] = [.term(term)]
    if let weight {
      factors.append(.term(Term("w", .parameter(0, weight), Double(pass.parameters[0][weight]))))
    }
    if let share { factors.append(.constant(share, "share")) }
    return factors.count == 1 ? factors[0] : .product(factors)
  }

  private func defineInputGradient(
    _ input: Int, _ position: Position, _ pass: BackwardPass
  ) -> Expression {
    .sum(
      reach(of: input, position, pass.shapes).map {
        let gy = Term("gy", .outputGradient(0, $0.cell), Double(pass.gradient[$0.cell]))
        return factors(gy, weight: $0.weight, share: $0.share, pass)
      })
  }

  private func defineWeightGradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    .sum(
      connections(of: position, pass.shapes).map {
        let x =
          $0.input.map { Term("x", .input(0, $0), Double(pass.input[$0])) }
          ?? Term("pad", .padding($0.outside), 0)
        let gy = Term("gy", .outputGradient(0, $0.output), Double(pass.gradient[$0.output]))
        return .product([.term(x), .term(gy)])
      })
  }

  private func defineBiasGradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    let shape = pass.gradient.shape
    return .sum(
      shape.offsets(onAxis: biasAxis ?? 1, at: position[0]).map { offset in
        let cell = shape.position(at: offset)
        return .term(Term("gy", .outputGradient(0, cell), Double(pass.gradient[offset])))
      })
  }
}

extension [Tap] {
  /// The terms of a sum, grouped by channel if there are several channels.
  func byChannel(_ addend: (Tap) -> Expression) -> [Expression] {
    var channels: [(channel: Int?, parts: [Expression])] = []
    for tap in self {
      if channels.last?.channel != tap.channel || channels.isEmpty {
        channels.append((tap.channel, []))
      }
      channels[channels.count - 1].parts.append(addend(tap))
    }
    guard channels.count > 1, channels.count < count else { return map(addend) }
    return channels.map { .named("channel \($0.channel ?? 0)", .sum($0.parts)) }
  }
}
