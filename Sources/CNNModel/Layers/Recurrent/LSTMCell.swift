/// The cell of a long short-term memory.
///
/// `i = σ(aᵢ + pᵢ⊙c)`, `f = σ(a_f + p_f⊙c)`, `g = tanh(a_g)`, `c′ = f⊙c + i⊙g`, `o = σ(a_o + p_o⊙c′)`,
/// `h′ = o⊙tanh(c′)`; without peepholes `p` is 0. Source: ONNX operator specification, LSTM-14.
struct LSTMCell: RecurrentCell {
  static let gates = ["i", "f", "g", "o"]
  static let candidate = "g"
  static let hasMemory = true

  var functions = CellFunctions()
  var hasPeepholes = false
  /// Whether the forget gate is `1 − i`.
  var couplesGates = false

  /// Of the gates i, f and o.
  var peepholes: Int { hasPeepholes ? 3 : 0 }

  func step<N: CellNumber>(
    _ before: CellState<N>, _ sums: [N], _ weights: CellWeights<N>
  ) -> CellStep<N> {
    let units = weights.units
    var sums = zip(sums, weights.recurrentSums(0..<4, before.hidden)).map(+)
    if hasPeepholes {
      for unit in 0..<2 * units {
        sums[unit] += weights.peephole[unit] * before.memory[unit % units]
      }
    }
    var gates = [N](repeating: .zero, count: 4 * units)
    var after = before
    for unit in 0..<units {
      let (i, f, g, o) = (unit, units + unit, 2 * units + unit, 3 * units + unit)
      gates[i] = functions.value(functions.gate, sums[i])
      gates[f] = couplesGates ? N(1) - gates[i] : functions.value(functions.gate, sums[f])
      gates[g] = functions.value(functions.candidate, sums[g])
      after.memory[unit] = gates[f] * before.memory[unit] + gates[i] * gates[g]
      if hasPeepholes { sums[o] += weights.peephole[2 * units + unit] * after.memory[unit] }
      gates[o] = functions.value(functions.gate, sums[o])
      after.hidden[unit] = gates[o] * after.memory[unit].applying(functions.output.function)
    }
    return CellStep(before: before, after: after, sums: sums, gates: gates)
  }

  func back<N: CellNumber>(
    _ step: CellStep<N>, _ gradient: CellState<N>, _ weights: CellWeights<N>
  ) -> CellGradient<N> {
    let units = weights.units
    var sums = [N](repeating: .zero, count: 4 * units)
    var peephole = [N](repeating: .zero, count: peepholes * units)
    var direct = CellState<N>(zeros: units, hasMemory: true)
    for unit in 0..<units {
      let (i, f, g, o) = (unit, units + unit, 2 * units + unit, 3 * units + unit)
      let (before, after) = (step.before.memory[unit], step.after.memory[unit])
      let shown = after.applying(functions.output.function)
      sums[o] = gradient.hidden[unit] * shown * slope(step, o, functions.gate)
      var memory =
        gradient.hidden[unit] * step.gates[o] * after.slope(of: functions.output.function, shown)
      memory += gradient.memory[unit]
      if hasPeepholes {
        memory += weights.peephole[2 * units + unit] * sums[o]
        peephole[2 * units + unit] = sums[o] * after
      }
      let byForgetting = memory * before
      let byInput = memory * step.gates[g]
      sums[i] = (couplesGates ? byInput - byForgetting : byInput) * slope(step, i, functions.gate)
      sums[f] = couplesGates ? .zero : byForgetting * slope(step, f, functions.gate)
      sums[g] = memory * step.gates[i] * slope(step, g, functions.candidate)
      direct.memory[unit] = memory * step.gates[f]
      if hasPeepholes {
        for gate in [i, f] {
          direct.memory[unit] += weights.peephole[gate] * sums[gate]
          peephole[gate] = sums[gate] * before
        }
      }
    }
    let hidden = weights.recurrentGradient(0..<4, sums[...])
    return CellGradient(
      sums: sums, recurrentSums: sums, peephole: peephole, direct: direct,
      before: CellState(hidden: hidden, memory: direct.memory))
  }

  private func slope<N: CellNumber>(
    _ step: CellStep<N>, _ place: Int, _ function: CellActivation
  ) -> N {
    functions.slope(function, step.sums[place], step.gates[place])
  }

  func define(_ unit: CellUnit) -> (hidden: Expression, memory: Expression) {
    let before = unit.memory
    func gate(_ index: Int, _ function: CellActivation, _ further: [Expression] = []) -> Expression
    {
      .named(Self.gates[index], functions.define(function, unit.sum(index, further)))
    }
    func peephole(_ index: Int, _ memory: Expression) -> [Expression] {
      hasPeepholes ? [.product([unit.peephole(index), memory])] : []
    }
    let i = gate(0, functions.gate, peephole(0, before))
    let f =
      couplesGates
      ? .named("f", .difference(.constant(1), i)) : gate(1, functions.gate, peephole(1, before))
    let g = gate(2, functions.candidate)
    let memory = Expression.sum([.product([f, before]), .product([i, g])])
    let o = gate(3, functions.gate, peephole(2, memory))
    return (.product([o, .named("c", functions.output.define(memory))]), memory)
  }
}
