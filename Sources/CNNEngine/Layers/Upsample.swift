/// Nearest upsampling: every cell is repeated on both axes.
///
/// `y[n,c,i,j] = x[n,c,⌊i/f⌋,⌊j/g⌋]`, as in PyTorch (`Upsample`, nearest).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, rows·f, columns·g]`.
public struct Upsample: SingleOutputLayer, WeightedSum {
  public let factor: Pair

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs)
    return [[image[0], image[1], image[2] * factor.rows, image[3] * factor.columns]]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let shape = checkedOutputShapes(for: [inputs[0].shape])[0]
    let y = (0..<shape.count).map { inputs[0].elements[source(of: $0, shape, inputs[0].shape)] }
    return PlainArray(shape: shape, elements: y)
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    var gx = pass.input.zeros
    for offset in 0..<pass.gradient.shape.count {
      gx[source(of: offset, pass.gradient.shape, pass.input.shape)] += pass.gradient[offset]
    }
    return Gradients(inputs: [gx])
  }

  /// The offset of the cell that an offset of the output repeats.
  private func source(of offset: Int, _ output: Shape, _ input: Shape) -> Int {
    let (line, column) = offset.quotientAndRemainder(dividingBy: output[3])
    let (plane, row) = line.quotientAndRemainder(dividingBy: output[2])
    return (plane * input[2] + row / factor.rows) * input[3] + column / factor.columns
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    [
      "\(inputs[0][2] * factor.rows) = \(inputs[0][2])·\(factor.rows), "
        + "\(inputs[0][3] * factor.columns) = \(inputs[0][3])·\(factor.columns)"
    ]
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard let axis = ImageAxis(rawValue: axis) else { return nil }
    let factor = Double(axis.of(factor))
    let ends = [outputs.lowerBound, outputs.upperBound].map {
      Int((Double($0) / factor).rounded(.down))
    }
    return ends[0]...ends[1]
  }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    [
      Tap(
        cell: [output[0], output[1], output[2] / factor.rows, output[3] / factor.columns])
    ]
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    (0..<factor.product).map {
      Reach(
        cell: [
          cell[0], cell[1], cell[2] * factor.rows + $0 / factor.columns,
          cell[3] * factor.columns + $0 % factor.columns,
        ])
    }
  }

  public static let grammar = LayerGrammar(
    "upsample", summary: "every cell repeated",
    help: "Repeats every cell on both axes; backwards a cell gets the sum over its copies.",
    positional: [.init("factor", .pair(atLeast: 1), "how often, on rows×columns")])

  public init(_ line: LayerLine) throws(LineError) { factor = line.pair("factor") ?? .one }

  public var text: String { "\(kind) \(factor.plain)" }
}
