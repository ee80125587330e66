import CNNModel

/// A depthwise convolution over sequences that looks at earlier cells only: those of a state come
/// before the first one. As in ONNX (`CausalConvWithState`).
enum CausalConvolution {
  /// The convolution, and the last cells as the next state.
  @Sendable
  static func convolve(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let weights = try lowering.constant(1, "kernel").tensor
    guard input.shape.rank == 3, weights.shape.rank == 3, weights.shape[1] == 1,
      weights.shape[0] == input.shape[1], weights.shape[2] > 0
    else { throw .invalid("a kernel of \(weights.shape) does not fit an input of \(input.shape)") }
    let padded = try padded(input, by: weights.shape[2] - 1, lowering)
    var parameters = [weights]
    if lowering.optional(2) != nil { parameters.append(try lowering.constant(2, "bias").tensor) }
    let layer = Convolution(
      channels: weights.shape[0], kernel: PerAxis([weights.shape[2]]), groups: weights.shape[0],
      hasBias: parameters.count > 1)
    let convolved = try lowering.outputs(of: layer, [padded], parameters)[0]
    let state = Slice(
      axes: [2], starts: [input.shape[2]], ends: [padded.shape[2]])
    return [
      try activated(convolved, lowering).typed(input.type),
      try lowering.rearrange(state, [padded])[0].typed(input.type),
    ]
  }

  /// The state, or zeros, in front of the input.
  private static func padded(
    _ input: Operand, by count: Int, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    guard let state = lowering.optional(3) else {
      return try lowering.apply(Pad(before: [0, 0, count], after: [0, 0, 0]), input)
    }
    guard state.shape == input.shape.replacing(axis: 2, with: count) else {
      throw .invalid("a state of \(state.shape) does not fit an input of \(input.shape)")
    }
    return try lowering.rearrange(Concatenation(axis: 2), [state, input])[0]
  }

  private static func activated(
    _ operand: Operand, _ lowering: Lowering
  ) throws(NodeError) -> Operand {
    switch try lowering.attributes.string("activation") ?? "none" {
    case "none": return operand
    case "silu", "swish": return try lowering.apply(SiLU(), operand)
    case let name: throw .invalid("unknown activation \(name.quoted)")
    }
  }
}
