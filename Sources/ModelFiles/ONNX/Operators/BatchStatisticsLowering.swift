import CNNModel

/// Batch normalization in training mode, by layers of arithmetic.
///
/// `y = scale · (x − mean) / √(variance + epsilon) + shift` with mean and variance (divided by the
/// count) of the batch, and the running ones as `running · momentum + batch · (1 − momentum)`.
struct BatchStatisticsLowering {
  private let lowering: Lowering
  private let input: Operand
  private let epsilon: Double

  init(_ lowering: Lowering, epsilon: Double) throws(NodeError) {
    (self.lowering, self.epsilon) = (lowering, epsilon)
    input = try lowering.input(0)
    guard input.shape.rank > 1 else { throw .invalid("\(input.shape) has no channels") }
  }

  /// The normalized input, and the running mean and variance after the batch.
  func outputs() throws(NodeError) -> [Operand] {
    let mean = try mean(of: input)
    let distance = try combine(.subtract, input, mean)
    let variance = try self.mean(of: try combine(.multiply, distance, distance))
    let deviation = try lowering.apply(SquareRoot(), try sum(variance, Operand(scalar: epsilon)))
    let normalized = try combine(.divide, distance, deviation)
    let scaled = try combine(.multiply, normalized, try perChannel(1))
    let result = try sum(scaled, try perChannel(2))
    return [result.typed(input.type), try running(3, mean), try running(4, variance)]
  }

  /// The running statistic of an input after the batch.
  private func running(_ index: Int, _ batch: Operand) throws(NodeError) -> Operand {
    let momentum = try lowering.attributes.float("momentum") ?? 0.9
    let old = try lowering.input(index)
    let new = try lowering.reshape(batch, to: [input.shape[1]])
    return try sum(
      try combine(.multiply, old, Operand(scalar: momentum)),
      try combine(.multiply, new, Operand(scalar: 1 - momentum))
    ).typed(old.type)
  }

  /// An input with one number per channel, in a shape that is broadcast over the other axes.
  private func perChannel(_ index: Int) throws(NodeError) -> Operand {
    let ones = [Int](repeating: 1, count: input.shape.rank - 2)
    return try lowering.reshape(try lowering.input(index), to: Shape([input.shape[1]] + ones))
  }

  private func mean(of operand: Operand) throws(NodeError) -> Operand {
    let axes = input.shape.extents.indices.filter { $0 != 1 }
    return try lowering.apply(Reduction(.mean, axes: axes, keepsAxes: true), operand)
  }

  private func combine(
    _ operation: Arithmetic.Operation, _ first: Operand, _ second: Operand
  ) throws(NodeError) -> Operand { try lowering.apply(Arithmetic(operation), first, second) }

  private func sum(_ first: Operand, _ second: Operand) throws(NodeError) -> Operand {
    try lowering.apply(Add(), first, second)
  }
}
