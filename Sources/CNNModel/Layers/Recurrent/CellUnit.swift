/// One unit of a cell in one step, with the terms of its sums.
struct CellUnit {
  let unit: Int
  let sample: Int
  let direction: Int
  let time: Int
  /// The time of the step before; `nil` for the first.
  let timeBefore: Int?
  let step: CellStep<BoundedNumber>
  /// The number of gates.
  let gates: Int
  /// Whether the first state is an input.
  let readsState: Bool
  let hasBias: Bool
  /// The number of the direction's first parameter.
  let firstParameter: Int
  let pass: BackwardPass

  private var units: Int { step.before.hidden.count }

  /// The sum of a gate: `W·x + b + R·h + b′`, and what is added to it.
  func sum(_ gate: Int, _ further: [Expression]) -> Expression {
    .sum([inputSum(gate), recurrentSum(gate)] + further)
  }

  /// `W·x + b`
  func inputSum(_ gate: Int) -> Expression {
    let features = pass.input.shape[2]
    let products = (0..<features).map { feature -> Expression in
      let cell: Position = [sample, time, feature]
      let x = Term("x", .input(0, cell), Double(pass.input[cell]))
      return .product([weight("w", 0, [row(gate), feature]), .term(x)])
    }
    return .named("W·x", .sum(products + bias(2, gate)))
  }

  /// `R·h + b′`
  func recurrentSum(_ gate: Int) -> Expression {
    let source = step.source(of: gate, gates: gates)
    let isState = source == step.before.hidden
    let products = (0..<units).map { other -> Expression in
      let h = isState ? hidden(other) : source[other].term("r·h")
      return .product([weight("w", 1, [row(gate), other]), .term(h)])
    }
    return .named("R·h", .sum(products + bias(3, gate)))
  }

  /// The unit's state before the step.
  var hidden: Expression { .term(hidden(unit)) }

  private func hidden(_ unit: Int) -> Term {
    let number = step.before.hidden[unit]
    guard let timeBefore else {
      return number.term("h", readsState ? .input(1, [sample, direction, unit]) : .constant)
    }
    return number.term("h", .output(0, [sample, timeBefore, direction * units + unit]))
  }

  /// The unit's memory before the step.
  var memory: Expression {
    let number = step.before.memory[unit]
    guard timeBefore == nil else { return .term(number.term("c")) }
    return .term(number.term("c", readsState ? .input(2, [sample, direction, unit]) : .constant))
  }

  /// The unit's peephole weight of a gate, counted among those that have one.
  func peephole(_ index: Int) -> Expression {
    weight("p", hasBias ? 4 : 2, [index * units + unit])
  }

  private func row(_ gate: Int) -> Int { gate * units + unit }

  private func bias(_ index: Int, _ gate: Int) -> [Expression] {
    hasBias ? [weight("b", index, [row(gate)])] : []
  }

  private func weight(_ symbol: String, _ index: Int, _ place: Position) -> Expression {
    let parameter = firstParameter + index
    let number = Double(pass.parameters[parameter][place])
    return .term(Term(symbol, .parameter(parameter, place), number))
  }
}
