/// The definitions of a normalization over groups.
extension GroupedNormalization {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let shape = pass.input.shape
    let groups = groups(of: shape)
    switch cell {
    case .output(_, let position):
      let offset = shape.offset(of: position)
      let scaled = Expression.product([
        parameter(0, offset, groups, pass),
        group(offset, groups, pass).normal(input(offset, pass)),
      ])
      return .sum(hasShift ? [scaled, parameter(1, offset, groups, pass)] : [scaled])
    case .inputGradient(_, let position):
      return defineInputGradient(shape.offset(of: position), groups, pass)
    case .parameterGradient(let index, let position):
      let place = groups.parameters.offset(of: position)
      let cells = (0..<shape.count).filter { groups.parameter(of: $0) == place }
      return .sum(
        cells.map { cell in
          let gy = gradient(cell, pass)
          guard index == 0 else { return gy }
          let normal = group(cell, groups, pass).asTerms.normal(input(cell, pass))
          return .product([gy, normal])
        })
    }
  }

  private func defineInputGradient(
    _ offset: Int, _ groups: NormalGroups, _ pass: BackwardPass
  ) -> Expression {
    let group = group(offset, groups, pass).asTerms
    let cells = groups.group(of: offset)
    func share(_ cell: Int) -> Expression {
      .product([gradient(cell, pass), parameter(0, cell, groups, pass)])
    }
    func normal(_ cell: Int) -> Expression { group.normal(input(cell, pass)) }
    let count = Expression.constant(Double(cells.count), "count")
    let mean = Expression.quotient(.sum(cells.map(share)), count)
    let along = Expression.quotient(.sum(cells.map { .product([share($0), normal($0)]) }), count)
    let rest = Expression.sum([
      share(offset), .product([.constant(-1), .named("mean of γ·gy", mean)]),
      .product([.constant(-1), normal(offset), .named("mean of γ·gy·x̂", along)]),
    ])
    return .quotient(rest, group.deviation)
  }

  private func group(
    _ cell: Int, _ groups: NormalGroups, _ pass: BackwardPass
  ) -> NormalExpressions {
    NormalExpressions(groups.group(of: cell).map { input($0, pass) }, epsilon: epsilon)
  }

  private func input(_ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.input(0, pass.input.shape.position(at: offset))
    return .term(Term("x", source, Double(pass.input[offset])))
  }

  private func gradient(_ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.outputGradient(0, pass.gradient.shape.position(at: offset))
    return .term(Term("gy", source, Double(pass.gradient[offset])))
  }

  private func parameter(
    _ index: Int, _ cell: Int, _ groups: NormalGroups, _ pass: BackwardPass
  ) -> Expression {
    let place = groups.parameter(of: cell)
    let source = Term.Source.parameter(index, groups.parameters.position(at: place))
    let value = Double(pass.parameters[index][place])
    return .term(Term(index == 0 ? "γ" : "β", source, value))
  }
}

/// The mean and `√(σ² + ε)` of a group as expressions.
struct NormalExpressions {
  let mean: Expression
  let deviation: Expression

  init(_ cells: [Expression], epsilon: Double) {
    let count = Expression.constant(Double(cells.count), "count")
    mean = .named("μ", .quotient(.sum(cells), count))
    let around = Expression.term(.intermediate("μ", mean))
    let squares = cells.map { Expression.function(.square, .difference($0, around)) }
    let variance = Expression.named("σ²", .quotient(.sum(squares), count))
    deviation = .function(.squareRoot, .sum([variance, .constant(epsilon, "ε")]))
  }

  private init(mean: Expression, deviation: Expression) {
    (self.mean, self.deviation) = (mean, deviation)
  }

  /// The same with both expressions evaluated to one number, for sums over the group.
  var asTerms: NormalExpressions {
    NormalExpressions(
      mean: .term(.intermediate("μ", mean)),
      deviation: .term(.intermediate("√(σ²+ε)", deviation)))
  }

  /// `x̂ = (x − μ)/√(σ² + ε)`
  func normal(_ x: Expression) -> Expression { .quotient(.difference(x, mean), deviation) }
}
