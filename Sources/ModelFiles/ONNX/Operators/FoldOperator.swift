import CNNModel

/// `Col2Im`.
enum FoldOperator {
  @Sendable
  static func fold(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (image, block) = (
      try lowering.ints(1, "image shape"), try lowering.ints(2, "block shape")
    )
    let attributes = lowering.attributes
    let layer = Fold(
      image: try checked("image_shape", image, axes: image.count),
      block: PerAxis(try checked("block_shape", block, axes: image.count)),
      stride: try perAxis("strides", lowering, image.count),
      dilation: try perAxis("dilations", lowering, image.count),
      padding: try checked(
        "pads", try attributes.ints("pads") ?? [Int](repeating: 0, count: 2 * image.count),
        axes: 2 * image.count, least: 0))
    return [try lowering.apply(layer, try lowering.input(0))]
  }

  private static func perAxis(
    _ name: String, _ lowering: Lowering, _ axes: Int
  ) throws(NodeError) -> PerAxis {
    let numbers = try lowering.attributes.ints(name) ?? [Int](repeating: 1, count: axes)
    return PerAxis(try checked(name, numbers, axes: axes))
  }

  private static func checked(
    _ name: String, _ numbers: [Int], axes: Int, least: Int = 1
  ) throws(NodeError) -> [Int] {
    guard !numbers.isEmpty, numbers.count == axes else {
      throw .invalid("\(numbers.count) \(name) do not match \(axes) axes")
    }
    if let number = numbers.first(where: { $0 < least || $0 > 1 << 20 }) {
      throw .invalid("\(name) of \(number) is not from \(least) to \(1 << 20)")
    }
    return numbers
  }
}
