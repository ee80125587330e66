/// Transposition: a permutation of the axes.
///
/// Axis `i` of the output is axis `order[i]` of the input; by default all axes are reversed. As in
/// ONNX (`Transpose`) and NumPy (`transpose`).
///
/// Shapes: any → its extents in that order.
package struct Transpose: Rearrangement {
  /// The permutation; empty to reverse all axes.
  package let order: [Int]

  package init(order: [Int] = []) { self.order = order }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let order = order(for: input)
    guard order.sorted() == Array(0..<input.rank) else {
      throw ShapeError("\(kind) \(order.words) is no order of the \(input.rank) axes of \(input)")
    }
    return [Shape(order.map { input[$0] })]
  }

  private func order(for input: Shape) -> [Int] {
    order.isEmpty ? (0..<input.rank).reversed() : order
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let strides = shapes[0].strides
    let addends = order(for: shapes[0]).map { axis in
      (0..<shapes[0][axis]).map { $0 * strides[axis] }
    }
    return [Origins(checkedOutputShapes(for: shapes)[0], Offsets.sums(addends))]
  }

  package func inputAxis(of axis: Int, inputs: [Shape]) -> Int? {
    let order = order(for: inputs[0])
    return axis < order.count ? order[axis] : nil
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { outputs }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    ["axes \(order(for: inputs[0]).words) of \(inputs[0])"]
  }

  package static let grammar = LayerGrammar(
    "transpose", summary: "a permutation of the axes",
    help: "Puts the axes into another order, such as 0,2,3,1 to have the channels last.",
    positional: [
      .init("order", .wholes, "the axes of the input (default: reversed)", isRequired: false)
    ])

  package init(_ line: LayerLine) throws(LineError) { order = line.wholes("order") ?? [] }

  package var text: String { order.isEmpty ? kind : "\(kind) \(order.words)" }
}

extension Transpose: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axes = order.isEmpty ? Array((0..<call.shapes[0].rank).reversed()) : order
    let name = dialect == .pytorch ? "torch.permute" : "ops.transpose"
    return LayerCode("\(name)(\(call.input), \(axes))")
  }
}
