extension Reduction {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let reduced = reduced(pass.input.shape)
    switch cell {
    case .output(_, let position):
      let group = pass.output.shape.offset(of: position)
      return defineValue(reduced.group(group), pass)
        .stored(as: pass.forward.integerType(of: self))
    case .inputGradient(_, let position):
      let group = reduced.group(of: position)
      let place = pass.output.shape.position(at: group)
      let gy = Term("gy", .outputGradient(0, place), Double(pass.gradient[group]))
      let y = Term("y", .output(0, place), Double(pass.output[group]))
      let cells = reduced.group(group)
      let slope = defineSlope(pass.input.shape.offset(of: position), cells, .term(y), pass)
      return .product([.term(gy), .named("slope", slope)])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func term(_ offset: Int, _ pass: BackwardPass) -> Expression {
    let source = Term.Source.input(0, pass.input.shape.position(at: offset))
    return .term(Term("x", source, pass.forward.value(0).double(at: offset)))
  }

  private func defineValue(_ cells: [Int], _ pass: BackwardPass) -> Expression {
    let x = cells.map { term($0, pass) }
    let squares = Expression.sum(x.map { .function(.square, $0) })
    switch operation {
    case .sum: return .sum(x)
    case .mean: return .quotient(.sum(x), .constant(Double(cells.count), "count"))
    case .maximum: return .maximum(x)
    case .minimum: return .minimum(x)
    case .product: return .product(x)
    case .sumOfSquares: return squares
    case .l1: return .sum(x.map { .maximum([$0, .product([.constant(-1), $0])]) })
    case .l2: return .function(.squareRoot, .named("sum of squares", squares))
    case .logSum: return .function(.logarithm, .named("sum", .sum(x)))
    case .logSumExp: return defineLogSumExp(x)
    }
  }

  private func defineLogSumExp(_ x: [Expression]) -> Expression {
    let largest = Expression.maximum(x).value
    guard largest.isFinite else { return .maximum(x) }
    let powers = x.map {
      Expression.function(.exponential, .difference($0, .constant(largest, "largest")))
    }
    return .sum([
      .constant(largest, "largest"),
      .function(.logarithm, .named("sum of powers", .sum(powers))),
    ])
  }

  private func defineSlope(
    _ cell: Int, _ cells: [Int], _ y: Expression, _ pass: BackwardPass
  ) -> Expression {
    let x = term(cell, pass)
    switch operation {
    case .sum: return .constant(1)
    case .mean: return .quotient(.constant(1), .constant(Double(cells.count), "count"))
    case .maximum, .minimum:
      let winner = cells.winner(
        of: pass.input.elements, isSmallest: operation == .minimum)
      return winner == cell ? .constant(1, "won") : .constant(0, "lost")
    case .product: return .product(cells.filter { $0 != cell }.map { term($0, pass) })
    case .sumOfSquares: return .product([.constant(2), x])
    case .l1: return .function(.sign, x)
    case .l2: return y.value == 0 ? .constant(0, "y = 0") : .quotient(x, y)
    case .logSum: return .quotient(.constant(1), .named("sum", .sum(cells.map { term($0, pass) })))
    case .logSumExp: return .function(.exponential, .difference(x, y))
    }
  }
}

extension Reduction {
  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let reduced = reduced(inputs[0])
    let extents = reduced.axes.sorted().map { "\(inputs[0][$0])" }.joined(separator: "·")
    return ["1 of \(extents.isEmpty ? "1" : extents) cells"]
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    keepsAxes && !reduced(inputs[0]).axes.contains(axis) ? outputs : nil
  }

  package static let grammar = LayerGrammar(
    "reduce", summary: "all cells along some axes as one number",
    help: """
      The sum, mean, product, maximum or minimum of the cells along axes, or a norm or a logarithm \
      of their sum. A maximum or minimum receives the whole gradient, the first one on a tie.
      """,
    positional: [
      .init("operation", .choice(Operation.allCases.map(\.rawValue)), "what is computed")
    ],
    options: [
      .init("axes", .wholes, "the axes, negative from the end (default: all)"),
      .init("drop", .flag, "remove the axes instead of keeping them with extent 1"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      line.choice("operation").flatMap(Operation.init) ?? .sum, axes: line.wholes("axes"),
      keepsAxes: !line.has("drop"))
  }

  package var text: String {
    var words = [kind, operation.rawValue]
    if let axes { words += ["axes", axes.words] }
    if !keepsAxes { words.append("drop") }
    return words.joined(separator: " ")
  }
}
