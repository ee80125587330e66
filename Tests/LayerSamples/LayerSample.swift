import CNNModel
import Testing

/// A line of a model file and its input shapes, for the contract tests.
package struct LayerSample: Sendable, CustomTestStringConvertible {
  /// The numbers of the inputs.
  package enum Content: Sendable {
    case normal
    /// Few distinct integers, so that windows have ties.
    case ties
    /// No number is below 0.1.
    case positive
    /// Some numbers are −∞, ∞ or NaN.
    case special
    /// Between −1 and 1.
    case unit
    /// Above 1.
    case large
  }

  package let line: String
  package let inputs: [Shape]
  package var content = Content.normal

  package init(_ line: String, _ inputs: Shape..., content: Content = .normal) {
    (self.line, self.inputs, self.content) = (line, inputs, content)
  }

  package var words: [Word] { Word.split(Substring(line)) }
  package var testDescription: String {
    "\(line) on \(inputs.map(\.plain).joined(separator: ", "))"
  }

  /// Whether it reads inputs with cells.
  package var isInner: Bool {
    !inputs.isEmpty && words[0].text != "input" && !inputs.contains { $0.count == 0 }
  }

  /// Whether the result for each sample is independent of the rest of the batch.
  package var hasBatch: Bool {
    get throws {
      guard let size = inputs[0].extents.first, inputs[0].rank > 1,
        inputs.allSatisfy({ $0.rank > 0 })
      else { return false }
      guard Set(inputs).count == 1 else { return false }
      let ones = inputs.map { $0.replacing(axis: 0, with: 1) }
      let layers = try LayerCatalog.layers(words, input: ones[0])
      guard layers.count == 1 else { return true }
      let layer = layers[0].layer
      guard let single = try? layer.outputShapes(for: ones) else { return false }
      return try layer.outputShapes(for: inputs)
        == single.map { $0.rank == 0 ? $0 : $0.replacing(axis: 0, with: $0[0] * size) }
    }
  }

  package static let all: [LayerSample] =
    simple + convolutions + paddings + deconvolutions + maximumPools + averagePools + activations
    + functions + rearrangements + operators + reductions + normalizations + resizings + sequences
    + conversions + integers + quantizations + volumes + trigonometry + indexings + cumulations
    + recurrent + places + dataDependent

  private static let simple: [LayerSample] = [
    LayerSample("input 2x3x4", [1, 2, 3, 4]), LayerSample("input 5", [1, 5]),
    LayerSample("input 3x2 whole", [3, 2]), LayerSample("constant 2x3"),
    LayerSample("constant scalar"), LayerSample("constant 2x3 fixed"),
    LayerSample("global-avgpool", [2, 3, 4, 5]),
    LayerSample("flatten", [3, 2, 3, 4]), LayerSample("flatten", [2, 5]),
    LayerSample("linear 4", [3, 5]), LayerSample("linear 1 no-bias", [1, 7]),
    LayerSample("linear 5", [2, 37]),
    LayerSample("batchnorm", [3, 2, 3, 4]), LayerSample("batchnorm", [6, 4]),
    LayerSample("batchnorm frozen", [3, 2, 3, 4]),
    LayerSample("batchnorm epsilon 0.01 momentum 0.5", [2, 3, 1, 5]),
    LayerSample("dropout 0.5", [3, 2, 4, 4]), LayerSample("dropout 0.25", [2, 9]),
    LayerSample("dropout 0", [2, 3]),
    LayerSample("add", [2, 2, 3, 3], [2, 2, 3, 3]), LayerSample("add", [2, 5], [2, 5], [2, 5]),
    LayerSample("concat", [2, 1, 3, 3], [2, 4, 3, 3], [2, 2, 3, 3]),
    LayerSample("concat", [3, 2], [3, 5]), LayerSample("concat axis -1", [1, 2, 3], [1, 2, 1]),
    LayerSample("concat axis 0", [2], [3]), LayerSample("concat axis 0", [1, 2, 3], [1, 2, 3]),
    LayerSample("flatten axis 0", [2, 3]), LayerSample("flatten axis -1", [1, 3, 4]),
    LayerSample("flatten axis 0", []),
    LayerSample("upsample 2x3", [2, 2, 3, 2]), LayerSample("upsample 2", [1, 1, 3, 4]),
    LayerSample("separable 3 3x3 pad same", [2, 4, 5, 5]),
    LayerSample("separable 2 2x3 stride 2 no-bias", [1, 3, 6, 6]),
  ]

  private static let convolutions: [LayerSample] = [
    LayerSample("conv 3 3x3", [3, 2, 5, 6]), LayerSample("conv 2→3 1x1", [1, 2, 4, 4]),
    LayerSample("conv 2 2x5", [1, 3, 6, 7]), LayerSample("conv 2 3x2 stride 2x3", [2, 2, 7, 9]),
    LayerSample("conv 2 2x2 stride 3x4", [1, 2, 8, 9]),
    LayerSample("conv 3 2x3 stride kernel", [2, 2, 5, 6]),
    LayerSample("conv 2 3x2 dilation 2x3 pad 2", [2, 2, 6, 6]),
    LayerSample("conv 4 3x3 groups 2 pad 1", [2, 4, 5, 5]),
    LayerSample("conv 4 3x3 groups 4 pad same", [1, 4, 5, 5]),
    LayerSample("conv 8 2x2 groups 4 no-bias", [1, 4, 4, 4]),
    LayerSample("conv 2 3x3 no-bias stride 2 pad 1", [2, 2, 6, 6]),
    LayerSample("conv 2 3x3 true-convolution", [1, 2, 5, 6]),
    LayerSample("conv 2 4x2 pad same true-convolution", [2, 2, 5, 6]),
    LayerSample("conv 2 4x4 pad same", [1, 1, 6, 6]),
    LayerSample("conv 1 2x4 pad same pad-with circular true-convolution", [1, 2, 5, 5]),
    LayerSample("conv 2 3x3 pad same stride 2 dilation 2 pad-with nearest", [1, 2, 7, 6]),
    LayerSample("conv 2 3x3 pad 1", [1, 2, 4, 40]),
    LayerSample("conv 2 1x3 pad 0,9,0,9 pad-with nearest stride 1x2", [1, 1, 2, 4]),
  ]

  private static let paddings: [LayerSample] =
    ["valid", "same", "full", "1", "1x2", "2,0,1,3"].flatMap { padding in
      ["zeros", "nearest", "reflect", "circular"].map { fill in
        LayerSample("conv 2 3x3 pad \(padding) pad-with \(fill)", [1, 2, 5, 6])
      }
    }

  private static let deconvolutions: [LayerSample] = [
    LayerSample("deconv 2 3x3", [2, 3, 3, 4]),
    LayerSample("deconv 2 3x3 stride 2 pad 1 output-pad 1", [2, 2, 4, 3]),
    LayerSample("deconv 4 3x2 stride 3x2 pad 1,0,2,1 groups 2", [1, 4, 3, 4]),
    LayerSample("deconv 2→4 2x4 stride 4 no-bias", [1, 2, 3, 2]),
    LayerSample("deconv 3 2x3 stride kernel", [1, 2, 3, 2]),
    LayerSample("deconv 2 3x3 dilation 2 stride 2 output-pad 1x0 pad 1", [1, 2, 3, 3]),
    LayerSample("deconv 2 3x3 pad same", [1, 2, 4, 4]),
    LayerSample("deconv 2 3x3 pad full", [1, 2, 4, 5]),
    LayerSample("deconv 3 1x1 stride 2", [3, 2, 2, 3]),
    LayerSample("deconv 3 3x3 groups 3 pad 1", [2, 3, 4, 4]),
  ]

  private static let maximumPools: [LayerSample] = [
    LayerSample("maxpool 2", [2, 2, 4, 6]), LayerSample("maxpool 3x2 stride 2x1", [1, 2, 7, 5]),
    LayerSample("maxpool 3 stride 2 pad 1 ceil", [2, 1, 6, 6]),
    LayerSample("maxpool 2 stride 1 dilation 2x3", [1, 2, 5, 6]),
    LayerSample("maxpool 2x3 pad 1,0,0,2", [1, 2, 5, 5]),
    LayerSample("maxpool 2 pad 2 ceil", [1, 1, 3, 3]),
    LayerSample("maxpool 2 stride 3", [1, 1, 8, 8]),
    LayerSample("maxpool 3 stride 1 pad same", [1, 2, 4, 4], content: .ties),
    LayerSample("maxpool 2 stride 1", [2, 2, 5, 5], content: .ties),
    LayerSample("maxpool 2 stride 1", [2, 2, 5, 5], content: .special),
    LayerSample("maxpool 2 pad 1 ceil", [1, 2, 5, 5], content: .special),
    LayerSample("maxpool 3 stride 2 pad 1 indices rows", [2, 3, 5, 4]),
    LayerSample("maxpool 2 stride 1 dilation 2 indices columns", [2, 2, 4, 5]),
    LayerSample("maxpool 2 pad 2 ceil indices rows", [1, 1, 3, 3], content: .ties),
  ]

  private static let averagePools: [LayerSample] = [
    LayerSample("avgpool 2", [2, 2, 4, 6]), LayerSample("avgpool 3x2 stride 2x1", [1, 2, 7, 5]),
    LayerSample("avgpool 3 stride 2 pad 1 ceil", [2, 1, 6, 6]),
    LayerSample("avgpool 3 stride 2 pad 1 ceil exclude-pad", [1, 2, 6, 6]),
    LayerSample("avgpool 2x3 pad 1,0,0,2", [1, 2, 5, 5]),
    LayerSample("avgpool 2x3 pad 1,0,0,2 exclude-pad", [1, 2, 5, 5]),
    LayerSample("avgpool 3 stride 1 pad 1 divisor 4", [1, 2, 4, 4]),
    LayerSample("avgpool 2 pad 2 exclude-pad ceil", [1, 1, 3, 3]),
    LayerSample("avgpool 3 stride 4", [1, 1, 9, 9]),
    LayerSample("avgpool 2", [1, 2, 4, 4], content: .special),
    LayerSample("avgpool 2x3 stride 1 dilation 2 pad 1", [1, 2, 5, 6]),
    LayerSample("avgpool 2 dilation 3x1 pad 1 ceil exclude-pad", [1, 2, 5, 6]),
  ]

  private static let activations: [LayerSample] =
    [
      "relu", "relu6", "leaky-relu", "leaky-relu 0.2", "prelu", "prelu shared", "sigmoid", "tanh",
      "elu", "elu 0.5", "celu", "celu 2", "selu", "gelu", "gelu tanh", "silu", "mish", "softplus",
      "softplus 3", "softsign", "hardsigmoid", "hardswish", "abs", "softmax",
    ].flatMap { line in
      [
        LayerSample(line, [3, 4]), LayerSample(line, [2, 3, 3, 4]),
        LayerSample(line, [2, 12], content: .special),
      ]
    }
    + (-4..<4).map { LayerSample("softmax axis \($0)", [3, 2, 4, 5]) }
}
