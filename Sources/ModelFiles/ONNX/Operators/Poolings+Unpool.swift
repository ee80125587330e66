import CNNModel

extension PoolingOperators {
  /// The places count the cells of what was pooled. Where that has another shape than the window gives,
  /// it is the output shape that the node asks for; a shape that nothing was pooled from is filled
  /// with zeros behind the cells, as in the specification's reference implementation.
  @Sendable
  static func maxUnpool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (input, places) = (try lowering.input(0), try lowering.input(1))
    let window = try WindowAttributes(lowering, image: input.shape)
    let wanted =
      try lowering.optional(2) == nil
      ? nil : Shape(checking: lowering.ints(2, "output shape"))
    let isPooled = wanted != nil && lowering.draft.pooled(places) == wanted
    let layer = MaxUnpool(
      kernel: window.kernelAxes, stride: window.stride,
      padding: wanted == nil ? window.explicitPads : [],
      size: isPooled ? wanted.map { Array($0.imageExtents.dropFirst(2)) } : nil)
    let (image, indices) = (try lowering.asImage(input), try lowering.asImage(places))
    let result = try lowering.fromImage(
      try lowering.apply(layer, image, indices), rank: window.rank)
    guard let wanted, wanted != result.shape else { return [result] }
    guard wanted.rank == result.shape.rank, wanted.extents[..<2] == result.shape.extents[..<2]
    else { throw .invalid("an output of \(wanted) does not fit \(result.shape)") }
    let pad = Pad(
      before: [Int](repeating: 0, count: wanted.rank),
      after: zip(wanted.extents, result.shape.extents).map { $0 - $1 }, mode: .constant(0))
    return [try lowering.rearrange(pad, [result])[0]]
  }
}

extension NetworkDraft {
  /// The shape of what was pooled with the places of an operand; `nil` where they are from elsewhere.
  fileprivate func pooled(_ places: Operand) -> Shape? {
    guard var value = places.value else { return nil }
    while nodes[value.node].layer is Reshape { value = nodes[value.node].inputs[0] }
    guard nodes[value.node].layer is MaxPool else { return nil }
    let pooled = nodes[value.node].inputs[0]
    let shape = shapes[pooled.node][pooled.output]
    let isLine = places.shape.rank == 3 && shape.rank == 4
    return isLine ? [shape[0], shape[1], shape[3]] : shape
  }
}

extension Shape {
  /// The extents, with a single row in front of one spatial axis.
  fileprivate var imageExtents: [Int] {
    rank == 3 ? [extents[0], extents[1], 1, extents[2]] : extents
  }
}
