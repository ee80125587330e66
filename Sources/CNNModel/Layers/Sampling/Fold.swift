/// Blocks added up to an image: every column of the input is a block of cells, and where blocks
/// overlap their cells are added.
///
/// The reverse of taking a convolution's windows out of an image. As in ONNX (`Col2Im`) and PyTorch
/// (`Fold`).
///
/// Shapes: `[batch, channels·block, blocks]` → `[batch, channels, …]`.
package struct Fold: SingleOutputLayer, WeightedSum, WholeAxisLayer {
  /// The spatial extents of the image.
  package let image: [Int]
  package let block: PerAxis
  package let stride: PerAxis
  package let dilation: PerAxis
  /// Cells before and then after every axis that are cut off; none where it is empty.
  package let padding: [Int]

  package init(
    image: [Int], block: PerAxis, stride: PerAxis = .one, dilation: PerAxis = .one,
    padding: [Int] = []
  ) {
    (self.image, self.block, self.stride) = (image, block, stride)
    (self.dilation, self.padding) = (dilation, padding)
  }

  private var blockSize: Int { image.indices.reduce(1) { $0 * block[$1] } }

  /// The number of blocks along every axis.
  private var counts: [Int] {
    image.indices.map { axis in
      let added = padding.isEmpty ? 0 : padding[axis] + padding[axis + image.count]
      let span = (block[axis] - 1) * dilation[axis] + 1
      let room = image[axis] + added - span
      return room < 0 ? 0 : room / stride[axis] + 1
    }
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let axes = image.count
    guard axes > 0,
      [block, stride, dilation].allSatisfy({ [1, axes].contains($0.numbers.count) }),
      padding.isEmpty || padding.count == 2 * axes,
      let size = Shape.product(image.indices.map { block[$0] }), Shape.product(image) != nil
    else { throw ShapeError("\(text) does not say the same axes everywhere") }
    guard let blocks = Shape.product(counts), input.rank == 3, input[1] % size == 0,
      input[2] == blocks
    else {
      throw ShapeError(
        "\(text) takes batch×channels·\(size)×\(counts.map(String.init).joined(separator: "·")), "
          + "but gets \(input)")
    }
    return [Shape([input[0], input[1] / size] + image)]
  }

  /// The cell of the image that each cell of a channel's blocks is added to; negative for none.
  private var targets: [Int] {
    let (blocks, strides) = (Shape(counts), Shape(image).strides)
    return Shape((0..<image.count).map { block[$0] }).positions.flatMap { place in
      blocks.positions.map { start in
        image.indices.reduce(0) { offset, axis in
          let before = padding.isEmpty ? 0 : padding[axis]
          let cell = start[axis] * stride[axis] + place[axis] * dilation[axis] - before
          let isInside = cell >= 0 && cell < image[axis]
          return offset + (isInside ? cell * strides[axis] : Offsets.outside)
        }
      }
    }
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let output = checkedOutputShapes(for: [inputs[0].shape])[0]
    var y = [S](repeating: 0, count: output.count)
    let (targets, plane) = (targets, output.plane)
    for channel in 0..<output[0] * output[1] {
      for (cell, target) in targets.enumerated() where target >= 0 {
        y[channel * plane + target] += inputs[0].elements[channel * targets.count + cell]
      }
    }
    return PlainArray(shape: output, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    var gx = pass.input.zeros
    let (targets, plane) = (targets, pass.gradient.shape.plane)
    guard !targets.isEmpty else { return Gradients(inputs: [gx]) }
    for channel in 0..<gx.shape.count / targets.count {
      for (cell, target) in targets.enumerated() where target >= 0 {
        gx[channel * targets.count + cell] = pass.gradient[channel * plane + target]
      }
    }
    return Gradients(inputs: [gx])
  }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    let own = Shape(image).offset(of: Position(Array(output.indices.dropFirst(2))))
    let targets = targets
    return targets.indices.filter { targets[$0] == own }.map { cell in
      let (place, start) = cell.quotientAndRemainder(dividingBy: shapes[0][2])
      return Tap(cell: [output[0], output[1] * blockSize + place, start])
    }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    let (channel, place) = cell[1].quotientAndRemainder(dividingBy: blockSize)
    let target = targets[place * shapes[0][2] + cell[2]]
    guard target >= 0 else { return [] }
    return [Reach(cell: Position([cell[0], channel] + Shape(image).position(at: target).indices))]
  }
}

extension Shape {
  /// All positions, in row-major order.
  fileprivate var positions: [Position] { (0..<count).map(position(at:)) }
}

extension Fold {
  package static let grammar = LayerGrammar(
    "fold", summary: "blocks of cells added up to an image",
    help: """
      Every column of the input is a block of cells, channel by channel; the blocks are put where a \
      convolution's windows would lie, and added where they overlap.
      """,
    positional: [
      .init("image", .wholes, "the spatial extents of the image, such as 5,5"),
      .init("block", .perAxis(atLeast: 1), "the extents of a block"),
    ],
    options: [
      .init("stride", .perAxis(atLeast: 1), "cells from one block to the next (default: 1)"),
      .init("dilation", .perAxis(atLeast: 1), "cells between those of a block (default: 1)"),
      .init("pad", .wholes, "cells before and then after every axis that are cut off"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    let (image, padding) = (line.wholes("image") ?? [], line.wholes("pad") ?? [])
    guard image.allSatisfy({ (1...1 << 30).contains($0) }) else {
      throw LineError("fold takes extents of at least 1", column: line.keyword.column)
    }
    guard padding.allSatisfy({ (0...1 << 20).contains($0) }) else {
      throw LineError("pad takes numbers from 0 to 1048576", column: line.keyword.column)
    }
    self.init(
      image: image, block: line.perAxis("block") ?? .one, stride: line.perAxis("stride") ?? .one,
      dilation: line.perAxis("dilation") ?? .one, padding: padding)
  }

  package var text: String {
    var words = [kind, image.words, block.plain]
    if stride.plain != "1" { words += ["stride", stride.plain] }
    if dilation.plain != "1" { words += ["dilation", dilation.plain] }
    if !padding.isEmpty { words += ["pad", padding.words] }
    return words.joined(separator: " ")
  }
}

extension Fold: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard dialect == .pytorch, image.count == 2 else { return .unknown(text, call) }
    let half = Array(padding.prefix(2))
    let fold = PythonCall("nn.Fold", image.python, block.python)
      .with("dilation", dilation, unlessPlain: .one).with("stride", stride, unlessPlain: .one)
    let isSymmetric = padding.isEmpty || half == Array(padding.suffix(2))
    let padded = half.contains { $0 > 0 } ? fold.with("padding", half.python) : fold
    return LayerCode(
      module: "\(padded)", call.input, note: isSymmetric ? nil : "with padding \(padding.words)")
  }
}
