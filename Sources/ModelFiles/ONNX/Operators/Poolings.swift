import CNNModel

/// Poolings, over windows and over whole planes.
enum PoolingOperators {
  static let all: [Operator] = [
    Operator("MaxPool", .explicit, maxPool),
    Operator("AveragePool") { lowering throws(NodeError) in
      [try averagePool(lowering, try lowering.input(0))]
    },
    Operator("LpPool", .likeFirst, normPool),
    Operator("MaxUnpool", .likeFirst, maxUnpool),
    Operator("GlobalAveragePool", .likeFirst, globalAveragePool),
    Operator.unary("GlobalMaxPool") { _ throws(NodeError) in GlobalMaxPool() },
  ]

  @Sendable
  private static func globalAveragePool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let axes = try spatialAxes(input)
    guard axes.count <= 3 else {
      return [try lowering.apply(Reduction(.mean, axes: axes, keepsAxes: true), input)]
    }
    return [try lowering.apply(GlobalAveragePool(), input)]
  }

  private static func spatialAxes(_ input: Operand) throws(NodeError) -> [Int] {
    guard input.shape.rank > 2 else {
      throw .invalid("batch×channels×… is expected, but the input is \(input.shape)")
    }
    return Array(2..<input.shape.rank)
  }

  /// The second output is the offset of each maximum in the whole tensor.
  @Sendable
  private static func maxPool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let window = try WindowAttributes(lowering, image: input.shape)
    let image = try lowering.asImage(input)
    var indices: MaxPool.Indices?
    if lowering.outputCount > 1 {
      indices = try lowering.attributes.flag("storage_order") ? .byColumn : .byRow
    }
    let layer = MaxPool(
      kernel: window.kernelAxes, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation,
      ceiling: window.ceiling, indices: indices)
    let pooled = try lowering.outputs(of: layer, [image])
    let largest = try lowering.fromImage(pooled[0], rank: window.rank).typed(input.type)
    guard pooled.count > 1 else { return [largest] }
    return [largest, try lowering.fromImage(pooled[1], rank: window.rank).typed(.int64)]
  }

  /// The means of the windows that the node's attributes describe.
  static func averagePool(
    _ lowering: Lowering, _ input: Operand
  ) throws(NodeError) -> Operand {
    let window = try WindowAttributes(lowering, image: input.shape)
    let image = try lowering.asImage(input)
    let counts = try lowering.attributes.flag("count_include_pad")
    let layer = AveragePool(
      kernel: window.kernelAxes, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation,
      ceiling: window.ceiling, countsPadding: counts)
    return try lowering.fromImage(try lowering.apply(layer, image), rank: window.rank)
  }

  @Sendable
  private static func normPool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let window = try WindowAttributes(lowering, image: input.shape)
    let image = try lowering.asImage(input)
    let power = try power(lowering)
    let layer = LpPool(
      kernel: window.kernelAxes, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation,
      ceiling: window.ceiling, p: power)
    return [try lowering.fromImage(try lowering.apply(layer, image), rank: window.rank)]
  }

  private static func power(_ lowering: Lowering) throws(NodeError) -> Int {
    // The first version has it as a float.
    let power =
      lowering.version < 2
      ? try lowering.attributes.float("p") ?? 2 : Double(try lowering.attributes.int("p") ?? 2)
    guard power >= 1, power <= 64, power == power.rounded() else {
      throw .unsupported("its p of \(power) is not supported")
    }
    return Int(power)
  }
}
