import CNNModel

extension Lowering {
  /// The same elements under another shape; constants of every type keep their bits.
  ///
  /// - Precondition: both shapes have the same number of elements.
  func reshape(_ operand: Operand, to shape: Shape) throws(NodeError) -> Operand {
    if let array = operand.array { return Operand(array.reshaped(to: shape)) }
    return try apply(Reshape(operand.shape, to: shape), operand)
  }

  /// The same elements under another shape, which still show the initializer that they came from;
  /// nothing where the shape is the same.
  func reshapeConstant(_ operand: Operand, to shape: Shape) throws(NodeError) -> Operand {
    if operand.shape == shape { return operand }
    var reshaped = try reshape(operand, to: shape)
    reshaped.origin = operand.origin
    return reshaped
  }

  /// The outputs of a layer that only rearranges elements; constants of every type keep their bits.
  ///
  /// The elements are numbered from 1, the numbers go through the layer, and the result says which
  /// element belongs where; 0 stands for a zero of the padding.
  ///
  /// - Parameter indices: the operands that name places; all others are rearranged.
  func rearrange(
    _ layer: any Layer, _ operands: [Operand], indices: Set<Int> = []
  ) throws(NodeError) -> [Operand] {
    let arrays = operands.compactMap(\.array)
    let moved = arrays.indices.filter { !indices.contains($0) }.map { arrays[$0] }
    guard arrays.count == operands.count, let type = moved.first?.elementType, type != .float32
    else { return try outputs(of: layer, operands) }
    guard moved.allSatisfy({ $0.elementType == type }) else {
      throw .invalid("\(node.kind) takes inputs of one type")
    }
    try checkFolding(of: layer, arrays.map(\.shape), .init(parameters: []))
    try checkConditions(of: layer, operands)
    let all = NumericArray.joined(moved, zeroFirst: true)
    return layer.reference(ReferencePass(inputs: Self.numbered(arrays, indices))).map {
      Operand(all.gathering($0.elements.map { Int($0) }, shape: $0.shape))
    }
  }

  /// Tensors in the shapes of the arrays whose elements are 1, 2, 3, …; indices as they are.
  private static func numbered(
    _ arrays: [NumericArray], _ indices: Set<Int>
  ) -> [ReferenceTensor] {
    var next = 1.0
    return arrays.enumerated().map { index, array in
      if indices.contains(index) {
        return ReferenceTensor(shape: array.shape, elements: array.doubles)
      }
      defer { next += Double(array.count) }
      return ReferenceTensor(
        shape: array.shape, elements: (0..<array.count).map { next + Double($0) })
    }
  }
}

extension NumericArray {
  /// The elements of several arrays of one type as one list, after a zero if requested.
  ///
  /// - Precondition: all have the type of the first.
  static func joined(_ arrays: [NumericArray], zeroFirst: Bool) -> NumericArray {
    let type = arrays[0].elementType
    var bytes = [UInt8](repeating: 0, count: zeroFirst ? type.size : 0)
    for array in arrays { bytes += array.bytes }
    return NumericArray(
      shape: [bytes.count / type.size], elementType: type, bytes: bytes[...])
  }
}

extension Reshape {
  /// From one shape to another; a first extent that stays is copied from the input, so that it may
  /// be a batch.
  init(_ from: Shape, to shape: Shape) {
    let isEmpty = shape.extents.contains(0)
    var extents = shape.extents
    if !isEmpty, let first = extents.first, first == from.extents.first { extents[0] = 0 }
    self.init(to: extents, allowZero: isEmpty)
  }
}
