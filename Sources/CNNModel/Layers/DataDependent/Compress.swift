/// The cells of an axis where a condition holds, in their order.
///
/// As in ONNX (`Compress`) and NumPy (`compress`). Without an axis the input is taken as one list. The
/// condition may be shorter than the axis; it has no gradient.
///
/// Shapes: `x`, `[length]` → the shape of `x` with `count` cells on the axis.
package struct Compress: DataDependentLayer, SelectionLayer {
  /// Negative ones count from the end; `nil` for the input as one list.
  package let axis: Int?
  package let count: Int
  static let found = "cells with a condition that holds"

  package init(axis: Int?, count: Int) { (self.axis, self.count) = (axis, count) }

  package var checkedInputs: [Int] { [1] }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from A, CONDITION\"")
    }
    guard inputs[1].rank == 1 else {
      throw ShapeError("\(kind) takes a list as condition, but gets \(inputs[1])")
    }
    let extent: Int
    if let axis {
      extent = inputs[0][try resolved(axis, of: inputs[0])]
    } else {
      extent = inputs[0].count
    }
    guard count <= extent, inputs[1][0] <= extent else {
      throw ShapeError(
        "\(kind) takes \(count) of \(extent) cells by a condition of \(inputs[1][0])")
    }
    guard let axis else { return [[count]] }
    return [inputs[0].replacing(axis: checked(axis, of: inputs[0]), with: count)]
  }

  func found(in inputs: InputNumbers) -> Int { indices(inputs, condition: 0).count }

  private func indices(_ inputs: InputNumbers, condition: Int) -> [Int] {
    (0..<inputs.shapes[condition].count).filter { inputs[condition, $0] != 0 }
  }

  func origins(_ inputs: InputNumbers) -> Origins {
    let shape = axis == nil ? Shape([inputs.shapes[0].count]) : inputs.shapes[0]
    let axis = axis.map { checked($0, of: shape) } ?? 0
    let chosen = Array(indices(inputs, condition: 1).prefix(count))
    // What is missing is out of range, which gives 0.
    let padded = chosen + [Int](repeating: shape[axis], count: count - chosen.count)
    return Origins.gathering(padded, [count], axis: axis, of: shape)
  }

  package static let grammar = LayerGrammar(
    "compress", summary: "the cells of an axis where a condition holds",
    help: """
      Reads values and a condition, a list: keeps the cells of the axis where it is not 0. How many \
      there are depends on the input, so the network has the count of the one that it was opened \
      with. The gradient goes to the cells that are kept.
      """,
    options: [
      countOption, .init("axis", .axis, "the axis (default: the whole input as one list)"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(axis: line.whole("axis"), count: line.whole("count") ?? 0)
  }

  package var text: String {
    [kind, count == 0 ? nil : "count \(count)", axis.map { "axis \($0)" }].compactMap(\.self)
      .joined(separator: " ")
  }
}

extension Compress: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let x = axis == nil ? "\(call.input).reshape(-1)" : call.input
    let axis = axis.map { checked($0, of: call.shapes[0]) } ?? 0
    switch dialect {
    case .pytorch:
      return LayerCode(
        "torch.index_select(\(x), \(axis), torch.nonzero(\(call.inputs[1])).reshape(-1))")
    case .keras:
      let input = self.axis == nil ? "ops.reshape(\(call.input), (-1,))" : call.input
      return LayerCode(
        "ops.take(\(input), ops.nonzero(\(call.inputs[1]))[0], axis=\(axis))")
    }
  }
}
