/// The gradients of a recurrent layer, added up over steps, samples and directions.
struct RecurrentGradients<L: RecurrentLayer> {
  private let layer: L
  private let sequence: Shape
  private var input: [Float]
  /// With respect to the first states.
  private var states: [[Float]]
  /// By direction.
  private var parameters: [CellTotals]

  private struct CellTotals {
    var input: [Float]
    var recurrent: [Float]
    var inputBias: [Float]
    var recurrentBias: [Float]
    var peephole: [Float]
  }

  init(_ layer: L, _ shapes: [Shape]) {
    (self.layer, sequence) = (layer, shapes[0])
    let (units, rows) = (layer.form.units, L.Cell.gates.count * layer.form.units)
    func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
    input = zeros(sequence.count)
    states = (0..<layer.stateCount).map { _ in zeros(layer.state(shapes[0]).count) }
    parameters = layer.form.isReverse.map { _ in
      CellTotals(
        input: zeros(rows * shapes[0][2]), recurrent: zeros(rows * units), inputBias: zeros(rows),
        recurrentBias: zeros(rows), peephole: zeros(layer.cell.peepholes * units))
    }
  }

  /// Adds the gradient of one step; steps come last first.
  mutating func add(
    _ gradient: CellGradient<Float>, of step: CellStep<Float>, _ time: Int, _ sample: Int,
    _ direction: Int, _ run: RecurrentRun<Float, L.Cell>
  ) {
    let (features, units) = (sequence[2], layer.form.units)
    let x = run.features(sample, time)
    let own = run.weights[direction].inputGradient(gradient.sums, features: features)
    let start = (sample * sequence[1] + time) * features
    for (index, number) in own.enumerated() { input[start + index] += number }
    parameters[direction].input.addProducts(of: gradient.sums, x)
    for gate in L.Cell.gates.indices {
      let sums = CellStep.part(gate, of: gradient.recurrentSums, units)
      parameters[direction].recurrent.addProducts(
        of: Array(sums), step.source(of: gate, gates: L.Cell.gates.count),
        at: gate * units * units)
    }
    parameters[direction].inputBias.add(gradient.sums)
    parameters[direction].recurrentBias.add(gradient.recurrentSums)
    parameters[direction].peephole.add(gradient.peephole)
    setStates(gradient.before, sample, direction)
  }

  /// The gradient with respect to the state before a step; that of the first step stays.
  private mutating func setStates(_ state: CellState<Float>, _ sample: Int, _ direction: Int) {
    let units = layer.form.units
    let start = (sample * parameters.count + direction) * units
    states[0].replaceSubrange(start..<start + units, with: state.hidden)
    guard states.count > 1 else { return }
    states[1].replaceSubrange(start..<start + units, with: state.memory)
  }

  /// Without steps the last state is the first one.
  mutating func passState(_ gradients: [Tensor], _ sample: Int, _ direction: Int) {
    guard layer.form.givesState else { return }
    let start = (sample * parameters.count + direction) * layer.form.units
    for (index, gradient) in gradients.dropFirst().enumerated() {
      for unit in start..<start + layer.form.units { states[index][unit] = gradient[unit] }
    }
  }

  func gradients(_ pass: BackwardPass, directions: Int) -> Gradients {
    let states = layer.form.readsState ? states : []
    let lengths =
      layer.form.readsLengths ? [[Float](repeating: 0, count: sequence[0])] : []
    let own = parameters.flatMap { totals in
      [totals.input, totals.recurrent]
        + (layer.form.hasBias ? [totals.inputBias, totals.recurrentBias] : [])
        + (layer.cell.peepholes > 0 ? [totals.peephole] : [])
    }
    return Gradients(
      inputs: zip(pass.shapes, [input] + states + lengths).map { Tensor(shape: $0, elements: $1) },
      parameters: zip(pass.parameters, own).map { Tensor(shape: $0.shape, elements: $1) })
  }
}

extension CellStep {
  /// What the recurrent weights of a gate read.
  func source(of gate: Int, gates: Int) -> [N] {
    gate == gates - 1 && !candidate.source.isEmpty ? candidate.source : before.hidden
  }
}

extension [Float] {
  /// Adds `sums · xᵀ`, whose rows begin at an offset.
  fileprivate mutating func addProducts(of sums: [Float], _ x: [Float], at start: Int = 0) {
    for (row, sum) in sums.enumerated() {
      let first = start + row * x.count
      for column in x.indices { self[first + column] += sum * x[column] }
    }
  }

  fileprivate mutating func add(_ numbers: [Float]) {
    for (index, number) in numbers.enumerated() { self[index] += number }
  }
}
