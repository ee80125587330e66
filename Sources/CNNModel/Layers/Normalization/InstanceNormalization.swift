/// Instance normalization: every channel of every sample is normalized to mean 0 and variance 1,
/// then scaled and shifted by learned numbers of the channel.
///
/// As in PyTorch (`InstanceNorm2d`, affine) and ONNX (`InstanceNormalization`). Source: D. Ulyanov et
/// al., 2016.
///
/// Shapes: `[batch, channels, …]` → the same; the parameters are `[channels]`.
package struct InstanceNormalization: GroupedNormalization {
  package let epsilon: Double
  var hasShift: Bool { true }

  package init(epsilon: Double = 1e-5) { self.epsilon = epsilon }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [try check(try single(inputs))]
  }

  func groups(of input: Shape) -> NormalGroups {
    let plane = input.strides[1]
    return NormalGroups(size: plane, run: max(1, plane), parameters: [input[1]])
  }

  func normalAxes(of shape: Shape) -> [Int]? { Array(2..<max(2, shape.rank)) }

  package static let grammar = LayerGrammar(
    "instancenorm", summary: "normalizes every channel of each sample to mean 0 and variance 1",
    help: """
      Each channel of each sample is normalized by itself, in training and outside of it; then it \
      is scaled and shifted by learned parameters.
      """,
    options: [.init("epsilon", .number, "added to the variance (default: 1e-5)")])

  package init(_ line: LayerLine) throws(LineError) { epsilon = try line.epsilon() }

  package var text: String { epsilon == 1e-5 ? kind : "\(kind) epsilon \(epsilon)" }
}

extension InstanceNormalization: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let shape = call.shapes[0]
    return call.module(
      dialect,
      pytorch: PythonCall("InstanceNorm\(max(1, shape.rank - 2))d", shape[1])
        .with("eps", epsilon, unless: 1e-5).with("affine", true),
      keras: PythonCall("GroupNormalization").with("groups", -1).with("axis", 1)
        .with("epsilon", epsilon))
  }
}
