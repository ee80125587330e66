/// What a recurrent layer computes in one step of a sequence: a new state from the state before and
/// the step's input.
///
/// Every gate has the sums `a = W·x + b + R·h + b′`, one for each unit, and a function that is applied
/// to them. The gates stand in PyTorch's order, gate by gate, in every list of sums.
protocol RecurrentCell: Hashable, Sendable {
  /// The names of the gates.
  static var gates: [String] { get }

  /// The gate with the function of the candidate.
  static var candidate: String { get }

  /// Whether there is a second state, which no weights read.
  static var hasMemory: Bool { get }

  /// The functions of the gates, and how far their arguments reach.
  var functions: CellFunctions { get }

  /// The number of gates whose recurrent weights read the state itself, counted from the first.
  var readers: Int { get }

  /// The number of peephole weights of each unit.
  var peepholes: Int { get }

  /// A step.
  ///
  /// - Parameter sums: `W·x + b` of every gate.
  func step<N: CellNumber>(
    _ before: CellState<N>, _ sums: [N], _ weights: CellWeights<N>
  ) -> CellStep<N>

  /// The gradients of a step, from that with respect to the state after it.
  func back<N: CellNumber>(
    _ step: CellStep<N>, _ gradient: CellState<N>, _ weights: CellWeights<N>
  ) -> CellGradient<N>

  /// A unit's new state as an expression of its gates.
  ///
  func define(_ unit: CellUnit) -> (hidden: Expression, memory: Expression)
}

extension RecurrentCell {
  var readers: Int { Self.gates.count }
  var peepholes: Int { 0 }
}
