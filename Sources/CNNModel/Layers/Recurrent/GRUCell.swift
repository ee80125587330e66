/// The cell of a gated recurrent unit.
///
/// `r = σ(a_r)`, `z = σ(a_z)`, `h′ = (1 − z)⊙n + z⊙h`, where the candidate is
/// `n = tanh(W·x + b + r⊙(R·h + b′))` as in PyTorch, or with `resetsFirst`
/// `n = tanh(W·x + b + R·(r⊙h) + b′)`. Source: ONNX operator specification, GRU-14.
struct GRUCell: RecurrentCell {
  static let gates = ["r", "z", "n"]
  static let candidate = "n"
  static let hasMemory = false

  var functions = CellFunctions()
  /// Whether the reset gate is applied to the state before the product with the weights.
  var resetsFirst = false
  var readers: Int { resetsFirst ? 2 : 3 }

  func step<N: CellNumber>(
    _ before: CellState<N>, _ sums: [N], _ weights: CellWeights<N>
  ) -> CellStep<N> {
    let (units, hidden) = (weights.units, before.hidden)
    var sums = sums
    for (unit, sum) in weights.recurrentSums(0..<2, hidden).enumerated() { sums[unit] += sum }
    var gates = sums[..<(2 * units)].map { functions.value(functions.gate, $0) }
    let source = resetsFirst ? zip(gates, hidden).map { $0 * $1 } : hidden
    let candidate = weights.recurrentSums(2..<3, source)
    var after = before
    for unit in 0..<units {
      sums[2 * units + unit] += resetsFirst ? candidate[unit] : gates[unit] * candidate[unit]
      let n = functions.value(functions.candidate, sums[2 * units + unit])
      gates.append(n)
      let z = gates[units + unit]
      after.hidden[unit] = (N(1) - z) * n + z * hidden[unit]
    }
    var step = CellStep(before: before, after: after, sums: sums, gates: gates)
    step.candidate = (source, candidate)
    return step
  }

  func back<N: CellNumber>(
    _ step: CellStep<N>, _ gradient: CellState<N>, _ weights: CellWeights<N>
  ) -> CellGradient<N> {
    let (units, hidden, gates) = (weights.units, step.before.hidden, step.gates)
    var sums = [N](repeating: .zero, count: 3 * units)
    var direct = CellState<N>(zeros: units, hasMemory: false)
    for unit in 0..<units {
      let (r, z, n) = (unit, units + unit, 2 * units + unit)
      let gy = gradient.hidden[unit]
      sums[z] = gy * (hidden[unit] - gates[n]) * slope(step, z, functions.gate)
      sums[n] = gy * (N(1) - gates[z]) * slope(step, n, functions.candidate)
      direct.hidden[unit] = gy * gates[z]
      if !resetsFirst {
        sums[r] = sums[n] * step.candidate.sums[unit] * slope(step, r, functions.gate)
      }
    }
    var recurrent = sums
    if resetsFirst {
      let source = weights.recurrentGradient(2..<3, sums[(2 * units)...])
      for unit in 0..<units {
        sums[unit] = source[unit] * hidden[unit] * slope(step, unit, functions.gate)
        direct.hidden[unit] += source[unit] * gates[unit]
        recurrent[unit] = sums[unit]
      }
    } else {
      for unit in 0..<units { recurrent[2 * units + unit] = sums[2 * units + unit] * gates[unit] }
    }
    let through = 0..<readers
    let product = weights.recurrentGradient(through, recurrent[..<(through.count * units)])
    return CellGradient(
      sums: sums, recurrentSums: recurrent, direct: direct,
      before: CellState(hidden: zip(direct.hidden, product).map(+), memory: []))
  }

  private func slope<N: CellNumber>(
    _ step: CellStep<N>, _ place: Int, _ function: CellActivation
  ) -> N {
    functions.slope(function, step.sums[place], step.gates[place])
  }

  func define(_ unit: CellUnit) -> (hidden: Expression, memory: Expression) {
    func gate(_ index: Int) -> Expression {
      .named(Self.gates[index], functions.define(functions.gate, unit.sum(index, [])))
    }
    let recurrent = unit.recurrentSum(2)
    let sum = Expression.sum([
      unit.inputSum(2), resetsFirst ? recurrent : .product([gate(0), recurrent]),
    ])
    let n = Expression.named("n", functions.define(functions.candidate, sum))
    let z = gate(1)
    return (
      .sum([.product([.difference(.constant(1), z), n]), .product([z, unit.hidden])]), .sum([])
    )
  }
}
