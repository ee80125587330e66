/// The state between two steps: what the weights read, and what only the gates do.
struct CellState<N: CellNumber>: Sendable {
  var hidden: [N]
  /// Empty for a cell without it.
  var memory: [N]

  init(hidden: [N], memory: [N]) { (self.hidden, self.memory) = (hidden, memory) }

  init(zeros units: Int, hasMemory: Bool) {
    hidden = [N](repeating: .zero, count: units)
    memory = hasMemory ? hidden : []
  }
}

/// The weights of one direction.
struct CellWeights<N: CellNumber>: Sendable {
  let units: Int
  /// `W`: gates·units rows, one column for each feature.
  let input: [N]
  /// `R`: gates·units rows, one column for each unit.
  let recurrent: [N]
  /// `b`; empty without biases.
  let inputBias: [N]
  /// `b′`; empty without biases.
  let recurrentBias: [N]
  /// Of each gate that has them, one for each unit.
  let peephole: [N]

  /// `W·x + b`.
  func sums(_ x: [N]) -> [N] { Self.product(input, rows: 0..<inputRows, x, bias: inputBias) }

  private var inputRows: Int { recurrent.count / units }

  /// `R·h + b′` of some gates.
  func recurrentSums(_ gates: Range<Int>, _ hidden: [N]) -> [N] {
    Self.product(
      recurrent, rows: gates.lowerBound * units..<gates.upperBound * units, hidden,
      bias: recurrentBias)
  }

  private static func product(_ matrix: [N], rows: Range<Int>, _ x: [N], bias: [N]) -> [N] {
    rows.map { row in
      let sum = N.dot(matrix, from: row * x.count, x)
      return bias.isEmpty ? sum : sum + bias[row]
    }
  }

  /// `Rᵀ·δ` of some gates, where `δ` has their rows only.
  func recurrentGradient(_ gates: Range<Int>, _ sums: ArraySlice<N>) -> [N] {
    Self.transposed(recurrent, firstRow: gates.lowerBound * units, sums, columns: units)
  }

  /// `Wᵀ·δ`.
  func inputGradient(_ sums: [N], features: Int) -> [N] {
    Self.transposed(input, firstRow: 0, sums[...], columns: features)
  }

  private static func transposed(
    _ matrix: [N], firstRow: Int, _ sums: ArraySlice<N>, columns: Int
  ) -> [N] {
    var result = [N](repeating: .zero, count: columns)
    for (row, sum) in sums.enumerated() {
      let start = (firstRow + row) * columns
      for column in 0..<columns { result[column] += matrix[start + column] * sum }
    }
    return result
  }
}

/// A step that was computed, with what its gradients need.
struct CellStep<N: CellNumber>: Sendable {
  let before: CellState<N>
  let after: CellState<N>
  /// The arguments of the gates, gate by gate.
  let sums: [N]
  /// The values of the gates.
  let gates: [N]
  /// What the recurrent weights of the last gate read where that is not the state before, and what
  /// they gave; empty otherwise.
  var candidate: (source: [N], sums: [N]) = ([], [])

  /// The values of one gate.
  func gate(_ index: Int) -> ArraySlice<N> { Self.part(index, of: gates, before.hidden.count) }

  /// The values of one gate in a list of all.
  static func part(_ index: Int, of all: [N], _ units: Int) -> ArraySlice<N> {
    all[index * units..<(index + 1) * units]
  }
}

/// The gradients of a step.
struct CellGradient<N: CellNumber>: Sendable {
  /// With respect to `W·x + b`.
  let sums: [N]
  /// With respect to `R·h + b′`.
  let recurrentSums: [N]
  /// With respect to the peephole weights.
  var peephole: [N] = []
  /// The part of the state's gradient that does not come through the recurrent weights.
  let direct: CellState<N>
  /// The whole gradient with respect to the state before.
  let before: CellState<N>
}
