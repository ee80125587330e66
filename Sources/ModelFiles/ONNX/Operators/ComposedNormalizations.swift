import CNNModel

/// Normalizations that become several layers of arithmetic.
extension NormalizationOperators {
  /// `y = scale · x / √(mean of x² + epsilon)` over the axes from one on.
  @Sendable
  static func rootMeanSquareNormalization(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (input, scale) = (try lowering.input(0), try lowering.input(1))
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? -1)
    let normalized = try dividedBySize(
      input, axis: axis, epsilon: try epsilon(lowering), lowering)
    return [try lowering.apply(Arithmetic(.multiply), normalized, scale).typed(scale.type)]
  }

  /// `x / √(mean of x² + epsilon)` over the axes from one on.
  static func dividedBySize(
    _ input: Operand, axis: Int, epsilon: Double, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    let square = try lowering.apply(Arithmetic(.multiply), input, input)
    let mean = try lowering.apply(
      Reduction(.mean, axes: Array(axis..<input.shape.rank)), square)
    let sum = try lowering.apply(Add(), mean, Operand(scalar: epsilon))
    let size = try lowering.apply(SquareRoot(), sum)
    return try lowering.apply(Arithmetic(.divide), input, size)
  }

  /// Every element divided by the norm along an axis; 0 where that is 0.
  @Sendable
  static func normNormalization(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axis = try input.shape.axis(try lowering.attributes.int("axis") ?? -1)
    let power = try lowering.attributes.int("p") ?? 2
    guard power == 1 || power == 2 else { throw .invalid("a norm of \(power) is not 1 or 2") }
    let norm = try lowering.apply(Reduction(power == 1 ? .l1 : .l2, axes: [axis]), input)
    // Where it is 0 the elements are, too.
    let isZero = try lowering.apply(Comparison(.equal), norm, Operand(scalar: 0)).typed(.bool)
    let divisor = try lowering.apply(Select(), isZero, Operand(scalar: 1), norm)
    return [try lowering.apply(Arithmetic(.divide), input, divisor)]
  }

  /// `y = (x − mean) / (√variance + 1e-9)` over some axes, by default all but the channels.
  @Sendable
  static func meanVarianceNormalization(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axes = try input.shape.axes(try lowering.attributes.ints("axes") ?? [0, 2, 3])
    let average = Reduction(.mean, axes: axes)
    let mean = try lowering.apply(average, input)
    let distance = try lowering.apply(Arithmetic(.subtract), input, mean)
    let square = try lowering.apply(Arithmetic(.multiply), distance, distance)
    let deviation = try lowering.apply(SquareRoot(), try lowering.apply(average, square))
    let divisor = try lowering.apply(Add(), deviation, Operand(scalar: 1e-9))
    return [try lowering.apply(Arithmetic(.divide), distance, divisor)]
  }
}
