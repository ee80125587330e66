/// Broadcasting of a tensor to a larger shape by NumPy's rule.
///
/// Both shapes are aligned at their last axes; an extent of 1 is repeated to the other extent. As
/// in ONNX (`Expand`).
///
/// Shapes: any → the shape that it and the given one broadcast to.
package struct Expand: Rearrangement {
  /// Including the batch axis.
  package let extents: [Int]

  package init(to extents: [Int]) { self.extents = extents }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard extents.allSatisfy({ $0 >= 0 }),
      let output = Shape.broadcast([input, Shape(extents)])
    else {
      throw ShapeError(
        "\(kind) cannot repeat \(input) to \(extents.words): extents differ and none is 1")
    }
    return [output]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let output = checkedOutputShapes(for: shapes)[0]
    return [Origins(output, shapes[0].offsets(broadcastTo: output))]
  }

  package static let grammar = LayerGrammar(
    "expand", summary: "a tensor broadcast to a larger shape",
    help:
      "Repeats a tensor on its axes of extent 1; a cell's gradient is the sum over its copies.",
    positional: [.init("extents", .wholes, "the shape, including the batch axis")])

  package init(_ line: LayerLine) throws(LineError) { extents = line.wholes("extents") ?? [] }

  package var text: String { "\(kind) \(extents.words)" }
}

extension Expand: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let extents = checkedOutputShapes(for: call.shapes)[0].extents
    return LayerCode("\(dialect.library).broadcast_to(\(call.input), \(extents.python))")
  }
}
