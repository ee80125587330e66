/// Group normalization: groups of adjacent channels of every sample are normalized to mean 0 and
/// variance 1, then scaled and shifted by learned numbers of each channel.
///
/// As in PyTorch (`GroupNorm`) and ONNX (`GroupNormalization`, from operator set 21 on). Source:
/// Y. Wu, K. He, 2018.
///
/// Shapes: `[batch, channels, …]` → the same; the parameters are `[channels]`.
package struct GroupNormalization: GroupedNormalization {
  package let groups: Int
  package let epsilon: Double
  var hasShift: Bool { true }

  package init(groups: Int, epsilon: Double = 1e-5) {
    (self.groups, self.epsilon) = (groups, epsilon)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try check(try single(inputs))
    guard groups > 0, input[1] % groups == 0 else {
      throw ShapeError("\(groups) groups do not divide \(input[1]) channels evenly")
    }
    return [input]
  }

  func groups(of input: Shape) -> NormalGroups {
    let plane = input.strides[1]
    return NormalGroups(
      size: input[1] / groups * plane, run: max(1, plane), parameters: [input[1]])
  }

  func normalAxes(of shape: Shape) -> [Int]? { nil }

  package static let grammar = LayerGrammar(
    "groupnorm", summary: "normalizes groups of channels of each sample to mean 0 and variance 1",
    help: """
      Adjacent channels of a sample are normalized together, in training and outside of it; then \
      each channel is scaled and shifted by learned parameters.
      """,
    positional: [.init("groups", .whole(atLeast: 1), "the number of groups of channels")],
    options: [.init("epsilon", .number, "added to the variance (default: 1e-5)")])

  package init(_ line: LayerLine) throws(LineError) {
    groups = line.whole("groups") ?? 1
    epsilon = try line.epsilon()
  }

  package var text: String {
    "\(kind) \(groups)" + (epsilon == 1e-5 ? "" : " epsilon \(epsilon)")
  }
}

extension GroupNormalization: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect,
      pytorch: PythonCall("GroupNorm", groups, call.shapes[0][1])
        .with("eps", epsilon, unless: 1e-5),
      keras: PythonCall("GroupNormalization", groups).with("axis", 1).with("epsilon", epsilon))
  }
}
