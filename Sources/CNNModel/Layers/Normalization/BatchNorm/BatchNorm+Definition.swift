/// The definitions of batch normalization.
extension BatchNorm {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      let channel = Channel(position[1], mean: mean(position[1], pass), self, pass)
      return .sum([
        .product([parameter(0, "γ", position[1], pass), normal(position, channel, pass)]),
        parameter(1, "β", position[1], pass),
      ])
    case .inputGradient(_, let position): return defineInputGradient(position, pass)
    case .parameterGradient(0, let position):
      let channel = Channel(position[0], mean: mean(position[0], pass), self, pass).asTerms
      return .sum(
        channel.cells.map { .product([gradient($0, pass), normal($0, channel, pass)]) })
    case .parameterGradient(_, let position):
      return .sum(cells(position[0], pass).map { gradient($0, pass) })
    }
  }

  /// The expressions that the cells of a channel share.
  private struct Channel {
    let cells: [Position]
    let mean: Expression
    /// √(σ² + ε)
    let deviation: Expression

    init(cells: [Position], mean: Expression, deviation: Expression) {
      (self.cells, self.mean, self.deviation) = (cells, mean, deviation)
    }

    init(_ index: Int, mean: Expression, _ layer: BatchNorm, _ pass: BackwardPass) {
      cells = layer.cells(index, pass)
      self.mean = mean
      let variance = layer.variance(index, cells, around: mean, pass)
      deviation = .function(.squareRoot, .sum([variance, .constant(layer.epsilon, "ε")]))
    }

    /// The same channel with every expression evaluated to one number, for sums over the channel.
    var asTerms: Channel {
      Channel(
        cells: cells, mean: .term(.intermediate("μ", mean)),
        deviation: .term(.intermediate("√(σ²+ε)", deviation)))
    }
  }

  private func defineInputGradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    let channel = Channel(position[1], mean: mean(position[1], pass), self, pass).asTerms
    let factor = Expression.quotient(parameter(0, "γ", position[1], pass), channel.deviation)
    guard usesBatch(pass.context) else { return .product([factor, gradient(position, pass)]) }
    let count = Expression.constant(Double(channel.cells.count), "count")
    let mean = Expression.quotient(.sum(channel.cells.map { gradient($0, pass) }), count)
    let along = Expression.quotient(
      .sum(channel.cells.map { .product([gradient($0, pass), normal($0, channel, pass)]) }),
      count)
    return .product([
      factor,
      .sum([
        gradient(position, pass), .product([.constant(-1), .named("mean of gy", mean)]),
        .product([
          .constant(-1), normal(position, channel, pass), .named("mean of gy·x̂", along),
        ]),
      ]),
    ])
  }

  /// `x̂ = (x − μ) / √(σ² + ε)`
  private func normal(
    _ position: Position, _ channel: Channel, _ pass: BackwardPass
  ) -> Expression {
    .quotient(.difference(input(position, pass), channel.mean), channel.deviation)
  }

  private func mean(_ channel: Int, _ pass: BackwardPass) -> Expression {
    guard usesBatch(pass.context) else { return statistic(0, "μ", channel, pass) }
    let cells = cells(channel, pass)
    let sum = Expression.sum(cells.map { input($0, pass) })
    return .named("μ", .quotient(sum, .constant(Double(cells.count), "count")))
  }

  private func variance(
    _ channel: Int, _ cells: [Position], around mean: Expression, _ pass: BackwardPass
  ) -> Expression {
    guard usesBatch(pass.context) else { return statistic(1, "σ²", channel, pass) }
    let mean = Expression.term(.intermediate("μ", mean))
    let squares = cells.map { Expression.function(.square, .difference(input($0, pass), mean)) }
    return .named("σ²", .quotient(.sum(squares), .constant(Double(cells.count), "count")))
  }

  private func input(_ position: Position, _ pass: BackwardPass) -> Expression {
    .term(Term("x", .input(0, position), Double(pass.input[position])))
  }

  private func gradient(_ position: Position, _ pass: BackwardPass) -> Expression {
    .term(Term("gy", .outputGradient(0, position), Double(pass.gradient[position])))
  }

  private func parameter(
    _ index: Int, _ symbol: String, _ channel: Int, _ pass: BackwardPass
  ) -> Expression {
    .term(Term(symbol, .parameter(index, [channel]), Double(pass.parameters[index][channel])))
  }

  private func statistic(
    _ index: Int, _ symbol: String, _ channel: Int, _ pass: BackwardPass
  ) -> Expression {
    let value = Double(pass.forward.statistics[index][[channel]])
    return .term(Term(symbol, .statistic(index, [channel]), value))
  }

  private func cells(_ channel: Int, _ pass: BackwardPass) -> [Position] {
    let shape = pass.input.shape
    return shape.offsets(onAxis: 1, at: channel).map(shape.position(at:))
  }
}
