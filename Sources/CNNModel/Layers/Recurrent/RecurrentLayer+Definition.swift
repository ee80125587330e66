/// The definitions of a recurrent layer: an output is the expression of its cell's gates; gradients
/// are sums over the gradients `δ` of the gates' arguments, which come from the steps after it.
extension RecurrentLayer {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let definition = RecurrentDefinition(self, pass)
    switch cell {
    case .output(0, let position): return definition.output(position)
    case .output(let index, let position): return definition.lastState(index, position)
    case .inputGradient(0, let position): return definition.inputGradient(position)
    case .inputGradient(let input, let position):
      guard form.readsState, input <= stateCount else { return .sum([]) }
      return definition.stateGradient(input, position)
    case .parameterGradient(let index, let position):
      return definition.parameterGradient(index, position)
    }
  }
}

private struct RecurrentDefinition<L: RecurrentLayer> {
  private let layer: L
  private let pass: BackwardPass
  private let run: RecurrentRun<BoundedNumber, L.Cell>
  private var units: Int { layer.form.units }

  init(_ layer: L, _ pass: BackwardPass) {
    (self.layer, self.pass) = (layer, pass)
    run = RecurrentRun(
      layer, pass.shapes, pass.forward.inputs.map(\.bounded), pass.parameters.map(\.bounded))
  }

  // MARK: Outputs

  func output(_ position: Position) -> Expression {
    let (sample, direction) = (position[0], position[2] / units)
    let steps = run.steps(sample, direction)
    guard let index = steps.firstIndex(where: { $0.time == position[1] }) else {
      return .constant(0, "after the end")
    }
    let unit = unit(position[2] % units, steps, index, sample, direction)
    return layer.cell.define(unit).hidden
  }

  func lastState(_ index: Int, _ position: Position) -> Expression {
    let (sample, direction) = (position[0], position[1])
    let steps = run.steps(sample, direction)
    guard !steps.isEmpty else {
      guard layer.form.readsState else { return .constant(0, "first state") }
      let number = Double(pass.forward.inputs[index][position])
      return .term(Term("h", .input(index, position), number))
    }
    let unit = unit(position[2], steps, steps.count - 1, sample, direction)
    let state = layer.cell.define(unit)
    return index == 1 ? state.hidden : state.memory
  }

  private func unit(
    _ unit: Int, _ steps: [(time: Int, step: CellStep<BoundedNumber>)], _ index: Int,
    _ sample: Int, _ direction: Int
  ) -> CellUnit {
    CellUnit(
      unit: unit, sample: sample, direction: direction, time: steps[index].time,
      timeBefore: index > 0 ? steps[index - 1].time : nil, step: steps[index].step,
      gates: L.Cell.gates.count, readsState: layer.form.readsState,
      hasBias: layer.form.hasBias, firstParameter: direction * layer.parametersOfDirection,
      pass: pass)
  }

  // MARK: Gradients

  private typealias Path = [(
    time: Int, step: CellStep<BoundedNumber>, gradient: CellGradient<BoundedNumber>
  )]

  /// The steps of a path with their gradients, in the order in which they are computed.
  private func path(_ sample: Int, _ direction: Int) -> Path {
    let steps = run.steps(sample, direction)
    var path: Path = []
    run.back(steps, sample, direction, pass.gradients.map(\.bounded)) { index, gradient in
      path.append((steps[index].time, steps[index].step, gradient))
    }
    return path.reversed()
  }

  func inputGradient(_ position: Position) -> Expression {
    .sum(
      run.weights.indices.flatMap { direction -> [Expression] in
        let steps = path(position[0], direction).filter { $0.time == position[1] }
        return steps.flatMap {
          products($0.gradient.sums, direction * layer.parametersOfDirection, column: position[2])
        }
      })
  }

  /// `Σ w[row, column]·δ[row]`
  private func products(
    _ sums: [BoundedNumber], _ parameter: Int, column: Int
  ) -> [Expression] {
    sums.enumerated().map { row, sum in
      let place: Position = [row, column]
      let weight = Double(pass.parameters[parameter][place])
      return .product([.term(Term("w", .parameter(parameter, place), weight)), delta(sum, row)])
    }
  }

  private func delta(_ sum: BoundedNumber, _ row: Int) -> Expression {
    .term(sum.term("δ" + L.Cell.gates[row / units]))
  }

  func stateGradient(_ input: Int, _ position: Position) -> Expression {
    let direction = position[1]
    guard let first = path(position[0], direction).first?.gradient else {
      guard layer.form.givesState else { return .sum([]) }
      let number = Double(pass.gradients[input][position])
      return .sum([.term(Term("gy", .outputGradient(input, position), number))])
    }
    guard input == 1 else {
      return .sum([.term(first.direct.memory[position[2]].term("δc"))])
    }
    let recurrent = direction * layer.parametersOfDirection + 1
    let sums = Array(first.recurrentSums.prefix(layer.cell.readers * units))
    return .sum(
      products(sums, recurrent, column: position[2])
        + [.term(first.direct.hidden[position[2]].term("δh"))])
  }

  func parameterGradient(_ index: Int, _ position: Position) -> Expression {
    let (direction, kind) = index.quotientAndRemainder(dividingBy: layer.parametersOfDirection)
    let row = position[0]
    let parts = (0..<run.sequence[0]).flatMap { sample in
      path(sample, direction).map { time, step, gradient -> Expression in
        switch kind {
        case 0:
          let cell: Position = [sample, time, position[1]]
          let x = Term("x", .input(0, cell), Double(pass.input[cell]))
          return .product([delta(gradient.sums[row], row), .term(x)])
        case 1:
          let source = step.source(of: row / units, gates: L.Cell.gates.count)
          return .product([
            delta(gradient.recurrentSums[row], row), .term(source[position[1]].term("h")),
          ])
        case 2 where layer.form.hasBias: return delta(gradient.sums[row], row)
        case 3: return delta(gradient.recurrentSums[row], row)
        default: return .term(gradient.peephole[row].term("δ·c"))
        }
      }
    }
    return .sum(parts)
  }
}

extension Tensor {
  fileprivate var bounded: [BoundedNumber] { elements.map { BoundedNumber(Double($0)) } }
}
