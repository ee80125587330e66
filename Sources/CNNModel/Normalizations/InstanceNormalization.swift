/// Instance normalization: every channel of every sample is brought to mean 0 and variance 1, then
/// scaled and shifted by what is learnt of the channel.
///
/// As in PyTorch (`InstanceNorm2d`, affine) and ONNX (`InstanceNormalization`). Source: D. Ulyanov et
/// al., 2016.
///
/// Shapes: `[batch, channels, …]` → the same; the parameters are `[channels]`.
public struct InstanceNormalization: GroupedNormalization {
  public let epsilon: Double
  var hasShift: Bool { true }

  public init(epsilon: Double = 1e-5) { self.epsilon = epsilon }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [try check(try single(inputs))]
  }

  func groups(of input: Shape) -> NormalGroups {
    let plane = input.strides[1]
    return NormalGroups(size: plane, run: max(1, plane), parameters: [input[1]])
  }

  public static let grammar = LayerGrammar(
    "instancenorm", summary: "brings every channel of each sample to mean 0 and variance 1",
    help: """
      Each channel of each sample is taken by itself, in training and outside of it; then it is \
      scaled and shifted by what is learnt.
      """,
    options: [.init("epsilon", .number, "added to the variance; 1e-5 unless said")])

  public init(_ line: LayerLine) throws(LineError) { epsilon = try line.epsilon() }

  public var text: String { epsilon == 1e-5 ? kind : "\(kind) epsilon \(epsilon)" }
}
