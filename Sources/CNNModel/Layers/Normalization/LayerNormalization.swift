/// Layer normalization: the cells on an axis and all axes after it are normalized to mean 0 and
/// variance 1, then each is scaled and shifted by learned numbers.
///
/// As in PyTorch (`LayerNorm`) and ONNX (`LayerNormalization`). Source: J. Ba et al., 2016.
///
/// Shapes: any → the same; the parameters have the shape of those axes.
package struct LayerNormalization: GroupedNormalization {
  /// The first normalized axis; negative ones count from the end.
  package let axis: Int
  package let epsilon: Double
  package let hasShift: Bool

  package init(axis: Int = -1, epsilon: Double = 1e-5, hasShift: Bool = true) {
    (self.axis, self.epsilon, self.hasShift) = (axis, epsilon, hasShift)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let axis = try resolved(axis, of: input)
    guard input.extents[axis...].allSatisfy({ $0 > 0 }) else {
      throw ShapeError("\(kind) over no cells of \(input)")
    }
    return [input]
  }

  func groups(of input: Shape) -> NormalGroups {
    let shape = Shape(Array(input.extents[checked(axis, of: input)...]))
    return NormalGroups(size: shape.count, run: 1, parameters: shape)
  }

  func normalAxes(of shape: Shape) -> [Int]? { Array(checked(axis, of: shape)..<shape.rank) }

  package static let grammar = LayerGrammar(
    "layernorm", summary: "normalizes the cells of each sample to mean 0 and variance 1",
    help: """
      The cells on an axis and all axes after it are normalized together, by default on the last axis \
      alone; then each is scaled and shifted by parameters of its own.
      """,
    options: [
      .init("axis", .axis, "the first normalized axis, negative from the end (default: -1)"),
      .init("epsilon", .number, "added to the variance (default: 1e-5)"),
      .init("no-bias", .flag, "no shift"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      axis: line.whole("axis") ?? -1, epsilon: try line.epsilon(),
      hasShift: !line.has("no-bias"))
  }

  package var text: String {
    var words = [kind]
    if axis != -1 { words += ["axis", "\(axis)"] }
    if epsilon != 1e-5 { words += ["epsilon", "\(epsilon)"] }
    if !hasShift { words.append("no-bias") }
    return words.joined(separator: " ")
  }
}

extension LayerLine {
  /// The number that is added to a variance.
  func epsilon() throws(LineError) -> Double {
    let epsilon = number("epsilon") ?? 1e-5
    guard epsilon >= 0 else {
      throw LineError(
        "\(keyword.text) needs an epsilon of at least 0, not \(epsilon)", column: keyword.column)
    }
    return epsilon
  }
}

extension LayerNormalization: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (shape, first) = (call.shapes[0], axis < 0 ? axis + call.shapes[0].rank : axis)
    return call.module(
      dialect,
      pytorch: PythonCall("LayerNorm", Array(shape.extents[first...]).python)
        .with("eps", epsilon, unless: 1e-5).with("bias", hasShift, unless: true),
      keras: PythonCall("LayerNormalization").with("axis", "\(Array(first..<shape.rank))")
        .with("epsilon", epsilon).with("center", hasShift, unless: true))
  }
}
