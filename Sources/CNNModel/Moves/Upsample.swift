/// Nearest upsampling: every cell is repeated on both axes.
///
/// `y[n,c,i,j] = x[n,c,⌊i/f⌋,⌊j/g⌋]`, as in PyTorch (`Upsample`, nearest).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, rows·f, columns·g]`.
public struct Upsample: Move {
  public let factor: Pair

  public init(factor: Pair) { self.factor = factor }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs)
    return [[image[0], image[1], image[2] * factor.rows, image[3] * factor.columns]]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let (image, output) = (shapes[0], checkedOutputShapes(for: shapes)[0])
    let addends = zip([1, 1, factor.rows, factor.columns], 0..<4).map { factor, axis in
      (0..<output[axis]).map { $0 / factor * image.strides[axis] }
    }
    return [Origins(output, Offsets.sums(addends))]
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

  public static let grammar = LayerGrammar(
    "upsample", summary: "every cell repeated",
    help: "Repeats every cell on both axes; backwards a cell gets the sum over its copies.",
    positional: [.init("factor", .pair(atLeast: 1), "how often, on rows×columns")])

  public init(_ line: LayerLine) throws(LineError) { factor = line.pair("factor") ?? .one }

  public var text: String { "\(kind) \(factor.plain)" }
}
