import CNNModel

/// What the attributes of a convolution or a pooling say of its window.
///
/// A window over one axis is one of a single row.
struct WindowAttributes {
  /// Rows and columns.
  let kernel: [Int]
  let strides: [Int]
  let dilations: [Int]
  /// How many axes the graph's window has: 1 or 2.
  let rank: Int
  let ceiling: Bool
  private let autoPad: String
  private let pads: [Int]?

  /// - Parameter weights: rows and columns of the kernel where weights say them.
  init(_ lowering: Lowering, image: Shape, weights: [Int]? = nil) throws(NodeError) {
    let attributes = lowering.attributes
    guard image.rank > 2 else {
      throw .mistake("\(lowering.node.kind) takes batch×channels×…, but gets \(image)")
    }
    rank = image.rank - 2
    guard rank <= 2 else { throw .unsupported("windows over \(rank) axes") }
    guard let extents = try attributes.wholes("kernel_shape") ?? weights else {
      throw .mistake("the kernel_shape is missing")
    }
    if let weights, weights != extents {
      throw .mistake("the kernel_shape \(extents) is not that of the weights, \(weights)")
    }
    kernel = try Self.axes("kernel_shape", extents, rank)
    strides = try Self.axes("strides", try attributes.wholes("strides"), rank)
    dilations = try Self.axes("dilations", try attributes.wholes("dilations"), rank)
    ceiling = try attributes.flag("ceil_mode")
    autoPad = try attributes.text("auto_pad") ?? "NOTSET"
    guard ["NOTSET", "", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(autoPad) else {
      throw .mistake("there is no auto_pad \(autoPad.quoted)")
    }
    pads = try attributes.wholes("pads")
    if let pads {
      guard pads.count == 2 * rank else {
        throw .mistake("\(pads.count) pads do not go with \(rank) axes")
      }
      if let pad = pads.first(where: { $0 < 0 || $0 > 1 << 20 }) {
        throw .mistake("a pad of \(pad) is not from 0 to \(1 << 20)")
      }
    }
  }

  /// Two numbers from 1, the first of them 1 where the graph has one axis.
  private static func axes(
    _ name: String, _ numbers: [Int]?, _ rank: Int
  ) throws(NodeError) -> [Int] {
    let numbers = numbers ?? [Int](repeating: 1, count: rank)
    guard numbers.count == rank else {
      throw .mistake("\(numbers.count) \(name) do not go with \(rank) axes")
    }
    if let number = numbers.first(where: { $0 < 1 || $0 > 1 << 20 }) {
      throw .mistake("\(name) of \(number) is not from 1 to \(1 << 20)")
    }
    return rank == 1 ? [1] + numbers : numbers
  }

  var isSame: Bool { autoPad.hasPrefix("SAME") }
  var isUpper: Bool { autoPad == "SAME_UPPER" }

  /// The cells that a kernel reaches over an axis.
  func reach(_ axis: Int) -> Int { dilations[axis] * (kernel[axis] - 1) + 1 }

  /// The pads that the file says, as top, left, bottom and right; nothing where it says a rule.
  var explicitPads: [Int] {
    guard let pads, ["NOTSET", ""].contains(autoPad) else { return [0, 0, 0, 0] }
    return rank == 1 ? [0, pads[0], 0, pads[1]] : pads
  }

  /// The pads over an image as top, left, bottom and right. With the rule *same* there are as many
  /// outputs as strides fit, and the odd cell lies at the end (upper) or the beginning.
  func pads(over image: Shape) -> [Int] {
    guard isSame else { return explicitPads }
    var pads = [0, 0, 0, 0]
    for axis in 0..<2 {
      let extent = image[2 + axis]
      let outputs = (extent + strides[axis] - 1) / strides[axis]
      let total = max(0, (outputs - 1) * strides[axis] + reach(axis) - extent)
      let small = total / 2
      (pads[axis], pads[2 + axis]) = isUpper ? (small, total - small) : (total - small, small)
    }
    return pads
  }

  var kernelPair: Pair { Pair(kernel[0], kernel[1]) }
  var stride: Pair { Pair(strides[0], strides[1]) }
  var dilation: Pair { Pair(dilations[0], dilations[1]) }

  /// ``pads(over:)`` as layers take it.
  func padding(over image: Shape) -> Padding { Padding(pads(over: image)) }
}

extension Padding {
  /// Cells at top, left, bottom and right.
  init(_ pads: [Int]) {
    self = .sides(top: pads[0], left: pads[1], bottom: pads[2], right: pads[3])
  }
}

extension Lowering {
  /// An image of one axis as one of a single row, and one of two as it is.
  func image(_ operand: Operand) throws(NodeError) -> Operand {
    guard operand.shape.rank == 3 else { return operand }
    let shape = operand.shape
    return try reshape(operand, to: [shape[0], shape[1], 1, shape[2]])
  }

  /// The image as the graph has it.
  func flat(_ operand: Operand, rank: Int) throws(NodeError) -> Operand {
    guard rank == 1 else { return operand }
    let shape = operand.shape
    return try reshape(operand, to: [shape[0], shape[1], shape[3]])
  }
}

extension Operator {
  /// Poolings.
  static let windows: [Operator] = [
    Operator("MaxPool", .own, maxPool),
    Operator("AveragePool", .likeFirst, averagePool),
    Operator("LpPool", .likeFirst, normPool),
    Operator("GlobalAveragePool") { lowering throws(NodeError) in
      let input = try lowering.input(0)
      guard input.shape.rank == 4 else {
        return [
          try lowering.apply(
            Reduction(.mean, axes: try spatialAxes(input), keepsAxes: true), input)
        ]
      }
      let pooled = try lowering.apply("global-avgpool", input)
      return [try lowering.reshape(pooled, to: [input.shape[0], input.shape[1], 1, 1])]
    },
    single("GlobalMaxPool") { _ throws(NodeError) in GlobalMaxPool() },
  ]

  private static func spatialAxes(_ input: Operand) throws(NodeError) -> [Int] {
    guard input.shape.rank > 2 else {
      throw .mistake("batch×channels×… is expected, but \(input.shape) comes in")
    }
    return Array(2..<input.shape.rank)
  }

  /// The second output is where in the whole tensor each maximum stood.
  @Sendable
  private static func maxPool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let window = try WindowAttributes(lowering, image: input.shape)
    let image = try lowering.image(input)
    var indices: MaxPool.Indices?
    if lowering.outputCount > 1 {
      indices = try lowering.attributes.flag("storage_order") ? .byColumn : .byRow
    }
    let layer = MaxPool(
      kernel: window.kernelPair, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation,
      ceiling: window.ceiling, indices: indices)
    let pooled = try lowering.outputs(of: layer, [image])
    let largest = try lowering.flat(pooled[0], rank: window.rank).typed(input.type)
    guard pooled.count > 1 else { return [largest] }
    return [largest, try lowering.flat(pooled[1], rank: window.rank).typed(.int64)]
  }

  @Sendable
  private static func averagePool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let window = try WindowAttributes(lowering, image: input.shape)
    let image = try lowering.image(input)
    let counts = try lowering.attributes.flag("count_include_pad")
    let layer = AveragePool(
      kernel: window.kernelPair, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation,
      ceiling: window.ceiling, countsPadding: counts)
    return [try lowering.flat(try lowering.apply(layer, image), rank: window.rank)]
  }

  @Sendable
  private static func normPool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    let window = try WindowAttributes(lowering, image: input.shape)
    let image = try lowering.image(input)
    // In the first version it is a number with a point.
    let power =
      lowering.version < 2
      ? Double(try lowering.attributes.number("p") ?? 2)
      : Double(try lowering.attributes.whole("p") ?? 2)
    guard power >= 1, power <= 64, power == power.rounded() else {
      throw .unsupported("a norm of \(power)")
    }
    let layer = LpPool(
      kernel: window.kernelPair, stride: window.stride,
      padding: window.padding(over: image.shape), dilation: window.dilation,
      ceiling: window.ceiling, p: Int(power))
    return [try lowering.flat(try lowering.apply(layer, image), rank: window.rank)]
  }
}
