import Attribution
import CNNModel
import Testing

/// The methods against what PyTorch computes with the same networks, inputs and scores.
@Suite("Attribution against PyTorch")
struct AttributionAgainstPyTorchTests {
  private func pass(_ example: PyTorchCase) throws -> AttributedPass {
    try Example(example.text, example.parameters).pass(example.input)
  }

  /// The map with the settings that PyTorch's was computed with.
  private func values(
    _ map: PyTorchCase.Map, _ example: PyTorchCase, steps: Int, baseline: Float, stride: Int
  ) throws -> (values: [Float], score: Float) {
    let (pass, label) = (try pass(example), ScoreRequest.label(example.label))
    let found =
      switch map {
      case .gradient: try pass.map("gradient", label)
      case .gradientInput: try pass.map("gradient-input", label)
      case .integrated:
        try pass.map("integrated", label) { ($0.steps, $0.baseline) = (steps, baseline) }
      case .gradCAM, .gradCAMPicture: try pass.map("grad-cam", label)
      case .occlusion:
        try pass.map("occlusion", label) { ($0.patch, $0.stride, $0.fill) = (2, 2, 0.25) }
      case .overlapping:
        try pass.map("occlusion", label) { ($0.patch, $0.stride, $0.fill) = (3, stride, 0) }
      }
    let tensor = map == .gradCAMPicture ? found.picture : found.values
    return (tensor.elements, found.score)
  }

  /// The largest distance from PyTorch's numbers.
  private func distance(
    _ map: PyTorchCase.Map, _ example: PyTorchCase, steps: Int, baseline: Float, stride: Int
  ) throws -> Float {
    let found = try values(map, example, steps: steps, baseline: baseline, stride: stride)
    let wanted = try #require(example.maps[map])
    try #require(found.values.count == wanted.count)
    let distances = zip(found.values, wanted).map { ($0 - $1).magnitude }
    return max((found.score - example.score).magnitude, distances.max() ?? 0)
  }

  /// Products and sums of multiples of 1/8 are exact in float32 as long as they have 24 bits: what
  /// is no division by 9 (the places of a map) or by 3 must be the same number. A quotient below 4
  /// and what is interpolated from it is rounded a few times by at most 2⁻²³.
  @Test("Rectified: the same numbers, bit for bit", arguments: PyTorchCase.Map.allCases)
  func rectified(_ map: PyTorchCase.Map) throws {
    let distance = try distance(map, .rectified, steps: 4, baseline: 0, stride: 1)
    switch map {
    case .gradient, .gradientInput, .integrated, .occlusion: #expect(distance == 0)
    case .gradCAM, .gradCAMPicture, .overlapping: #expect(distance <= 0x1p-21)
    }
  }

  /// On the way to a score or a gradient 18, 12 and 8 products are added: some 40 roundings of at most
  /// 2⁻²⁴ of partial sums below 2.
  @Test("Curved: within the rounding of float32", arguments: PyTorchCase.Map.allCases)
  func curved(_ map: PyTorchCase.Map) throws {
    let distance = try distance(map, .curved, steps: 5, baseline: 0.1, stride: 2)
    #expect(distance <= 40 * 0x1p-24 * 2)
    #expect(try #require(PyTorchCase.curved.maps[map]?.map(\.magnitude).max()) > 0.1)
  }
}
