/// A recurrent layer with its numbers, run over the sequences of a batch.
///
/// A *path* is one direction through the sequence of one sample.
struct RecurrentRun<N: CellNumber, Cell: RecurrentCell>: Sendable {
  private let cell: Cell
  private let form: RecurrentForm
  /// `[batch, steps, features]`
  let sequence: Shape
  private let x: [N]
  /// The first states, `[batch, directions, units]` each; none where they are 0.
  private let states: [[N]]
  private let lengths: [Int]
  /// By direction.
  let weights: [CellWeights<N>]

  /// - Precondition: the layer accepts the shapes.
  init<L: RecurrentLayer>(
    _ layer: L, _ shapes: [Shape], _ inputs: [[N]], _ parameters: [[N]]
  ) where L.Cell == Cell {
    (cell, form, sequence, x) = (layer.cell, layer.form, shapes[0], inputs[0])
    states = layer.form.readsState ? Array(inputs[1...layer.stateCount]) : []
    let (steps, count) = (shapes[0][1], layer.parametersOfDirection)
    lengths =
      layer.form.readsLengths
      ? inputs[inputs.count - 1].map { Self.length($0.double, steps) }
      : [Int](repeating: steps, count: shapes[0][0])
    weights = layer.form.isReverse.indices.map { direction in
      let own = Array(parameters[direction * count..<(direction + 1) * count])
      return CellWeights(
        units: layer.form.units, input: own[0], recurrent: own[1],
        inputBias: layer.form.hasBias ? own[2] : [],
        recurrentBias: layer.form.hasBias ? own[3] : [],
        peephole: layer.cell.peepholes > 0 ? own[count - 1] : [])
    }
  }

  private static func length(_ number: Double, _ steps: Int) -> Int {
    number.isNaN ? 0 : Int(max(0, min(Double(steps), number)))
  }

  /// Every sample with every direction.
  var paths: [(sample: Int, direction: Int)] {
    (0..<sequence[0]).flatMap { sample in weights.indices.map { (sample, $0) } }
  }

  /// The times of the steps of a path, in the order in which they are computed.
  func times(_ sample: Int, _ direction: Int) -> [Int] {
    let times = Array(0..<lengths[sample])
    return form.isReverse[direction] ? times.reversed() : times
  }

  /// The features at a time.
  func features(_ sample: Int, _ time: Int) -> [N] {
    let start = (sample * sequence[1] + time) * sequence[2]
    return Array(x[start..<start + sequence[2]])
  }

  private func start(_ sample: Int, _ direction: Int) -> CellState<N> {
    guard !states.isEmpty else {
      return CellState(zeros: form.units, hasMemory: Cell.hasMemory)
    }
    let place = (sample * weights.count + direction) * form.units
    let own = states.map { Array($0[place..<place + form.units]) }
    return CellState(hidden: own[0], memory: Cell.hasMemory ? own[1] : [])
  }

  /// The steps of a path.
  func steps(_ sample: Int, _ direction: Int) -> [(time: Int, step: CellStep<N>)] {
    var steps: [(time: Int, step: CellStep<N>)] = []
    walk(sample, direction) { steps.append(($0, $1)) }
    return steps
  }

  /// - Returns: the state at the end.
  @discardableResult
  private func walk(
    _ sample: Int, _ direction: Int, _ body: (_ time: Int, _ step: CellStep<N>) -> Void
  ) -> CellState<N> {
    var state = start(sample, direction)
    for time in times(sample, direction) {
      let sums = weights[direction].sums(features(sample, time))
      let step = cell.step(state, sums, weights[direction])
      body(time, step)
      state = step.after
    }
    return state
  }

  /// The outputs of the layer.
  func outputs() -> [[N]] {
    let (units, directions) = (form.units, weights.count)
    var y = [N](repeating: .zero, count: sequence[0] * sequence[1] * directions * units)
    var states: [[N]] = [[], []]
    for (sample, direction) in paths {
      let last = walk(sample, direction) { time, step in
        let start = ((sample * sequence[1] + time) * directions + direction) * units
        y.replaceSubrange(start..<start + units, with: step.after.hidden)
      }
      states[0] += last.hidden
      states[1] += last.memory
    }
    guard form.givesState else { return [y] }
    return [y] + (Cell.hasMemory ? states : [states[0]])
  }

  /// Goes back through the steps of a path, last first.
  ///
  /// - Parameters:
  ///   - gradients: those with respect to the outputs of the layer.
  ///   - body: is given each step's index and gradient.
  func back(
    _ steps: [(time: Int, step: CellStep<N>)], _ sample: Int, _ direction: Int,
    _ gradients: [[N]], _ body: (_ index: Int, _ gradient: CellGradient<N>) -> Void
  ) {
    let (units, directions) = (form.units, weights.count)
    let place = (sample * directions + direction) * units
    var state = CellState<N>(zeros: units, hasMemory: Cell.hasMemory)
    if form.givesState {
      state.hidden = Array(gradients[1][place..<place + units])
      if Cell.hasMemory { state.memory = Array(gradients[2][place..<place + units]) }
    }
    for index in steps.indices.reversed() {
      let start = ((sample * sequence[1] + steps[index].time) * directions + direction) * units
      for unit in 0..<units { state.hidden[unit] += gradients[0][start + unit] }
      let gradient = cell.back(steps[index].step, state, weights[direction])
      body(index, gradient)
      state = gradient.before
    }
  }
}
