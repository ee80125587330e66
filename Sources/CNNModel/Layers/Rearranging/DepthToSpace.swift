/// Depth to space: blocks of channels become blocks of cells ("pixel shuffle").
///
/// The channels are reshaped to `[block, block, depth]` (depth-column-row) or `[depth, block,
/// block]` (column-row-depth, as in PyTorch's `PixelShuffle`), and the two blocks are moved after
/// row and column. As in ONNX (`DepthToSpace`).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels/b², rows·b, columns·b]`.
package struct DepthToSpace: Rearrangement {
  package enum Mode: Hashable, Sendable { case depthColumnRow, columnRowDepth }

  package let block: Int
  package let mode: Mode

  package init(block: Int, mode: Mode = .depthColumnRow) {
    (self.block, self.mode) = (block, mode)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs, axes: 2)
    guard block > 0, block <= largestExtent else {
      throw ShapeError("\(kind) takes a block from 1 to \(largestExtent), not \(block)")
    }
    let square = block * block
    guard image[1] % square == 0 else {
      throw ShapeError(
        "\(kind) \(block) takes a multiple of \(square) channels, but gets \(image[1])")
    }
    return [[image[0], image[1] / square, image[2] * block, image[3] * block]]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let (image, output) = (shapes[0], checkedOutputShapes(for: shapes)[0])
    let (strides, block, depth) = (image.strides, block, output[1])
    let (blockStep, depthStep) = mode == .depthColumnRow ? (depth, 1) : (1, block * block)
    func axis(_ extent: Int, _ stride: Int) -> [Int] { (0..<extent).map { $0 * stride } }
    let addends = [
      axis(image[0], strides[0]), axis(depth, depthStep * strides[1]),
      axis(image[2], strides[2]), axis(block, blockStep * block * strides[1]),
      axis(image[3], 1), axis(block, blockStep * strides[1]),
    ]
    return [Origins(output, Offsets.sums(addends))]
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let image = inputs[0]
    return [
      "\(image[1] / (block * block)) = \(image[1])/\(block)²",
      "\(image[2] * block) = \(image[2])·\(block), \(image[3] * block) = \(image[3])·\(block)",
    ]
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard outputs.lowerBound >= 0 else { return nil }
    return outputs.lowerBound / block...outputs.upperBound / block
  }

  package static let grammar = LayerGrammar(
    "depth-to-space", summary: "blocks of channels become blocks of cells",
    help: """
      Each cell of the input becomes a square of cells, filled from its channels: a way to enlarge \
      an image without interpolation. With depth-first, adjacent channels form a square, as in \
      PyTorch's pixel shuffle.
      """,
    positional: [.init("block", .whole(atLeast: 1), "the side of a square of cells")],
    options: [.init("depth-first", .flag, "adjacent channels form a square")])

  package init(_ line: LayerLine) throws(LineError) {
    block = line.whole("block") ?? 1
    mode = line.has("depth-first") ? .columnRowDepth : .depthColumnRow
  }

  package var text: String { "\(kind) \(block)" + (mode == .columnRowDepth ? " depth-first" : "") }
}

extension DepthToSpace: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    if dialect == .pytorch, mode == .columnRowDepth {
      return LayerCode(module: "nn.PixelShuffle(\(block))", call.input)
    }
    let (image, depth) = (call.shapes[0], call.shapes[0][1] / (block * block))
    let (rows, columns) = (image[2], image[3])
    let isDepthFirst = mode == .columnRowDepth
    return dialect.permuted(
      call.input,
      isDepthFirst ? [depth, block, block, rows, columns] : [block, block, depth, rows, columns],
      isDepthFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2],
      [depth, rows * block, columns * block])
  }
}

extension CodeDialect {
  /// Code that reshapes, permutes the axes, and reshapes again; the batch axis stays first.
  func permuted(
    _ input: String, _ first: [Int], _ order: [Int], _ second: [Int]
  ) -> LayerCode {
    let name = self == .pytorch ? "permute" : "transpose"
    let seen = "\(library).reshape(\(input), \(([-1] + first).python))"
    let permuted = "\(library).\(name)(\(seen), \(order.python))"
    return LayerCode("\(library).reshape(\(permuted), \(([-1] + second).python))")
  }
}
