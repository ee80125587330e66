/// Tiling: the whole tensor repeated along each axis.
///
/// `y[i, j, …] = x[i mod a, j mod b, …]`, as in ONNX (`Tile`) and NumPy (`tile`).
///
/// Shapes: `[a, b, …]` → `[a·r, b·s, …]`.
package struct Tile: Rearrangement {
  /// The number of repetitions along each axis.
  package let repeats: [Int]

  package init(repeats: [Int]) { self.repeats = repeats }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard repeats.count == input.rank else {
      throw ShapeError(
        "\(kind) has \(repeats.count) numbers for the \(input.rank) axes of \(input)")
    }
    guard repeats.allSatisfy({ (0...1 << 30).contains($0) }) else {
      throw ShapeError("\(kind) takes numbers from 0 to 2³⁰, not \(repeats.words)")
    }
    return [Shape(zip(input.extents, repeats).map { $0 * $1 })]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let (input, output) = (shapes[0], checkedOutputShapes(for: shapes)[0])
    let addends = (0..<input.rank).map { axis in
      (0..<output[axis]).map { $0 % input[axis] * input.strides[axis] }
    }
    return [Origins(output, Offsets.sums(addends))]
  }

  package static let grammar = LayerGrammar(
    "tile", summary: "the whole tensor repeated along each axis",
    help: "Repeats the whole tensor along each axis; a cell's gradient is the sum over its copies.",
    positional: [.init("repeats", .wholes, "the repetitions along each axis, the batch first")])

  package init(_ line: LayerLine) throws(LineError) {
    repeats = line.wholes("repeats") ?? []
  }

  package var text: String { "\(kind) \(repeats.words)" }
}

extension Tile: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode("\(dialect == .pytorch ? "torch" : "ops").tile(\(call.input), \(repeats))")
  }
}
