/// Flattening: the cells of all channels in one row, in row-major order.
///
/// Shapes: `[batch, a, b, …]` → `[batch, a·b·…]`; with an axis other than 1, the axes before it
/// become one axis and the others another, as in ONNX (`Flatten`). No number changes.
package struct Flatten: Rearrangement {
  /// Negative ones count from the end.
  package let axis: Int

  package init(axis: Int = 1) { self.axis = axis }

  package func scores(of input: Scores, for shapes: [Shape]) -> Scores {
    input.reshaped(from: shapes[0], to: checkedOutputShapes(for: shapes)[0])
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard axis >= -input.rank, axis <= input.rank else {
      throw ShapeError("\(kind) at axis \(axis) of \(input), which has \(input.rank) axes")
    }
    let place = axis < 0 ? axis + input.rank : axis
    return [
      [
        input.extents[..<place].reduce(1, *),
        input.extents[place...].reduce(1, *),
      ]
    ]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    [Origins(checkedOutputShapes(for: shapes)[0], Array(0..<shapes[0].count))]
  }

  func moveFloats(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(pass.input.reshaped(to: checkedOutputShapes(for: pass.shapes)[0]))
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: [pass.gradient.reshaped(to: pass.input.shape)])
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    guard axis == 1 else { return [] }
    let extents = inputs[0].extents.dropFirst()
    return ["\(extents.reduce(1, *)) = " + extents.map(String.init).joined(separator: "·")]
  }

  package static let grammar = LayerGrammar(
    "flatten", summary: "all cells in one row",
    help: "Puts the cells of all channels into one row, channel by channel, row by row.",
    options: [.init("axis", .axis, "the first of the axes that become one row (default: 1)")])

  package init(_ line: LayerLine) throws(LineError) { axis = line.whole("axis") ?? 1 }

  package var text: String { axis == 1 ? kind : "\(kind) axis \(axis)" }
}

extension Flatten: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? { .reshape }
}

extension Flatten: CodeExportable {
  /// Keras' own flatten layer would move the channels last before flattening.
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard axis == 1 else {
      return Reshape(to: checkedOutputShapes(for: call.shapes)[0].extents).code(for: dialect, call)
    }
    return call.module(
      dialect, pytorch: PythonCall("Flatten"),
      keras: PythonCall("Reshape", "(\(call.shapes[0].sample.count),)"))
  }
}
