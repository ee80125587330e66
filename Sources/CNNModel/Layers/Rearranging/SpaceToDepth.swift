/// Space to depth: blocks of cells become blocks of channels.
///
/// `y[n, (i·b + j)·c + k, r, s] = x[n, k, r·b + i, s·b + j]`, the inverse of ``DepthToSpace``
/// (depth-column-row). As in ONNX (`SpaceToDepth`).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels·b², rows/b, columns/b]`.
package struct SpaceToDepth: Rearrangement {
  package let block: Int

  package init(block: Int) {
    self.block = block
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs, axes: 2)
    guard block > 0, block <= largestExtent else {
      throw ShapeError("\(kind) takes a block from 1 to \(largestExtent), not \(block)")
    }
    guard image[2] % block == 0, image[3] % block == 0 else {
      throw ShapeError("\(kind) \(block) does not divide \(image[2])×\(image[3]) evenly")
    }
    return [[image[0], image[1] * block * block, image[2] / block, image[3] / block]]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let (image, output) = (shapes[0], checkedOutputShapes(for: shapes)[0])
    let strides = image.strides
    func axis(_ extent: Int, _ stride: Int) -> [Int] { (0..<extent).map { $0 * stride } }
    let addends = [
      axis(image[0], strides[0]), axis(block, strides[2]), axis(block, 1),
      axis(image[1], strides[1]), axis(output[2], block * strides[2]), axis(output[3], block),
    ]
    return [Origins(output, Offsets.sums(addends))]
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let image = inputs[0]
    return [
      "\(image[1] * block * block) = \(image[1])·\(block)²",
      "\(image[2] / block) = \(image[2])/\(block), \(image[3] / block) = \(image[3])/\(block)",
    ]
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { outputs.lowerBound * block...outputs.upperBound * block + block - 1 }

  package static let grammar = LayerGrammar(
    "space-to-depth", summary: "blocks of cells become blocks of channels",
    help:
      "Each square of cells becomes one cell with as many times the channels; no number changes.",
    positional: [.init("block", .whole(atLeast: 1), "the side of a square of cells")])

  package init(_ line: LayerLine) throws(LineError) {
    block = line.whole("block") ?? 1
  }

  package var text: String { "\(kind) \(block)" }
}

extension SpaceToDepth: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let image = call.shapes[0]
    let (rows, columns) = (image[2] / block, image[3] / block)
    return dialect.permuted(
      call.input, [image[1], rows, block, columns, block], [0, 3, 5, 1, 2, 4],
      [image[1] * block * block, rows, columns])
  }
}
