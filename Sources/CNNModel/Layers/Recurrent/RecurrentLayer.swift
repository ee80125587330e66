/// A layer that goes through sequences step by step, with a state that it keeps from step to step.
///
/// The gradient goes back through all steps. Sequences have the batch first, as with `batch_first` in
/// PyTorch; the weights have PyTorch's names and its order of gates.
///
/// Shapes: `[batch, steps, features]`, with the first state `[batch, directions, units]` and the
/// lengths `[batch]` where they are read → `[batch, steps, directions·units]`, and the last state
/// where it is given. Beyond a sequence's length the output is 0.
protocol RecurrentLayer: WholeAxisLayer {
  associatedtype Cell: RecurrentCell
  var cell: Cell { get }
  var form: RecurrentForm { get }
}

extension RecurrentLayer {
  /// The number of tensors of a state.
  var stateCount: Int { Cell.hasMemory ? 2 : 1 }

  private var inputCount: Int {
    1 + (form.readsState ? stateCount : 0) + (form.readsLengths ? 1 : 0)
  }

  func state(_ sequence: Shape) -> Shape { [sequence[0], form.isReverse.count, form.units] }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == inputCount else {
      throw ShapeError(
        "\(text) takes \(inputCount) input\(inputCount == 1 ? "" : "s"), "
          + "but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given")
    }
    let sequence = inputs[0]
    guard sequence.rank == 3 else {
      throw ShapeError(
        "\(kind) takes steps×features, but what comes before it gives \(sequence.sampleOrWhole)",
        proposal: "write \"reshape 0,STEPS,FEATURES\" before it")
    }
    let state = state(sequence)
    for given in inputs.dropFirst().prefix(form.readsState ? stateCount : 0) where given != state {
      throw ShapeError("\(kind) takes a first state of \(state), but \(given) is given")
    }
    if form.readsLengths, inputs[inputCount - 1] != [sequence[0]] {
      throw ShapeError(
        "\(kind) takes \(sequence[0]) lengths, one for each sample, but "
          + "\(inputs[inputCount - 1]) is given")
    }
    let output: Shape = [sequence[0], sequence[1], form.isReverse.count * form.units]
    return [output] + (form.givesState ? [Shape](repeating: state, count: stateCount) : [])
  }

  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    let (units, rows) = (form.units, Cell.gates.count * form.units)
    return form.isReverse.indices.flatMap { direction in
      let ending = direction == 0 ? "_l0" : "_l0_reverse"
      func declare(
        _ name: String, _ kind: ParameterDeclaration.Kind, _ shape: Shape
      ) -> ParameterDeclaration {
        // PyTorch draws all of them from ±1/√units.
        ParameterDeclaration(name + ending, kind, shape, fanIn: units, fanOut: units)
      }
      var all = [
        declare("weight_ih", .weight, [rows, inputs[0][2]]),
        declare("weight_hh", .weight, [rows, units]),
      ]
      if form.hasBias {
        all += [declare("bias_ih", .bias, [rows]), declare("bias_hh", .bias, [rows])]
      }
      if cell.peepholes > 0 {
        all.append(declare("peephole", .weight, [cell.peepholes * units]))
      }
      return all
    }
  }

  /// The number of parameters of one direction.
  var parametersOfDirection: Int { 2 + (form.hasBias ? 2 : 0) + (cell.peepholes > 0 ? 1 : 0) }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let run = RecurrentRun<Float, Cell>(
      self, pass.shapes, pass.inputs.map(\.elements), pass.parameters.map(\.elements))
    let shapes = checkedOutputShapes(for: pass.shapes)
    return ForwardResult(
      outputs: zip(shapes, run.outputs()).map { Tensor(shape: $0, elements: $1) })
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let shapes = checkedOutputShapes(for: pass.shapes)
    return zip(shapes, run(pass).outputs()).map { ReferenceTensor(shape: $0, elements: $1) }
  }

  private func run(_ pass: ReferencePass) -> RecurrentRun<Double, Cell> {
    RecurrentRun(self, pass.shapes, pass.inputs.map(\.elements), pass.parameters.map(\.elements))
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let run = RecurrentRun<Float, Cell>(
      self, pass.shapes, pass.forward.inputs.map(\.elements), pass.parameters.map(\.elements))
    var totals = RecurrentGradients(self, pass.shapes)
    for (sample, direction) in run.paths {
      let steps = run.steps(sample, direction)
      run.back(steps, sample, direction, pass.gradients.map(\.elements)) { index, gradient in
        totals.add(gradient, of: steps[index].step, steps[index].time, sample, direction, run)
      }
    }
    for (sample, direction) in run.paths where run.times(sample, direction).isEmpty {
      totals.passState(pass.gradients, sample, direction)
    }
    return totals.gradients(pass, directions: form.isReverse.count)
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let (first, second) = (run(first), run(second))
    return first.paths.contains { sample, direction in
      zip(first.steps(sample, direction), second.steps(sample, direction)).contains {
        crossesKink($0.step, $1.step)
      }
    }
  }

  private func crossesKink(_ first: CellStep<Double>, _ second: CellStep<Double>) -> Bool {
    let units = form.units
    let crosses = first.sums.indices.contains { place in
      let isCandidate = Cell.gates[place / units] == Cell.candidate
      let function = isCandidate ? cell.functions.candidate : cell.functions.gate
      return cell.functions.crossesKink(function, first.sums[place], second.sums[place])
    }
    return crosses
      || zip(first.after.memory, second.after.memory).contains { first, second in
        cell.functions.output.function.kinks.contains {
          min(first, second) <= $0 && $0 <= max(first, second)
        }
      }
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    let rows = form.isReverse.count * Cell.gates.count * form.units
    return inputs[0][0] * inputs[0][1] * rows * (inputs[0][2] + form.units)
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let directions = form.isReverse.count
    return directions == 1 ? [] : ["\(directions * form.units) = \(directions)·\(form.units)"]
  }
}

extension Shape {
  /// The shape without the batch where it has one.
  fileprivate var sampleOrWhole: Shape { rank > 0 ? sample : self }
}
