import Attribution
import CNNModel
import Testing

/// A network with a bend everywhere, against a computation in double precision with NumPy that shares
/// no code: `s = V · tanh(W ∗ x + b) + c`, the gradient by hand, the methods by their formulas.
@Suite("Attribution against another computation")
struct AttributionOracleTests {
  /// The numbers of a list, from place `count - shift` on.
  private func rolled(_ count: Int, _ shift: Int) -> [Float] {
    let all = numbers(count)
    return Array(all[(count - shift)...] + all[..<(count - shift)])
  }

  private func map(
    _ method: String, _ change: (inout AttributionSettings) -> Void = { _ in }
  ) throws -> AttributionMap {
    try Example(
      "input 1x4x4\nconv 2 2x2\ntanh\nflatten\nlinear 2",
      ["conv1": [rolled(8, 3), [0.1, -0.2]], "linear1": [rolled(36, 5), [0.3, 0.4]]]
    ).pass(numbers(16)).map(method, .label(1), change)
  }

  private func expect(_ values: Tensor, _ wanted: [Float], _ method: String) {
    #expect(values.shape.count == wanted.count)
    for (offset, pair) in zip(values.elements, wanted).enumerated() {
      #expect((pair.0 - pair.1).magnitude < 3e-6, "\(method) at \(offset): \(pair)")
    }
  }

  @Test("The gradient")
  func gradient() throws {
    let map = try map("gradient")
    #expect((map.score + 1.962_908).magnitude < 1e-6)
    expect(
      map.values,
      [
        -0.414393, 0.133391, 0.099453, -0.502123, -0.183112, 0.293507, 0.672534, 0.393638,
        0.106071, 0.029180, -0.167769, -0.125646, -0.013051, -0.068050, -0.097424, 0.175165,
      ], "gradient")
  }

  @Test("Integrated gradients of four steps from a baseline of 0.1, whose sum misses by 0.4 %")
  func integrated() throws {
    let map = try map("integrated") { ($0.steps, $0.baseline) = (4, 0.1) }
    expect(
      map.values,
      [
        0.163221, -0.576807, -0.529050, -0.451730, -0.460167, -0.278668, 0.004870, 0.030156,
        -0.035887, -0.084446, -0.033272, -0.029901, -0.021238, 0.060162, -0.154765, 0.057385,
      ], "integrated")
    let sum = try #require(map.completeness)
    #expect((sum.sum + 2.340_137).magnitude < 1e-5 && (sum.expected + 2.330_203).magnitude < 1e-5)
  }

  @Test("Grad-CAM of the layer behind the convolution")
  func gradCAM() throws {
    expect(
      try map("grad-cam").values, [0.031637, 0.029073, 0.002330, 0, 0, 0, 0, 0, 0.032333],
      "grad-cam")
  }

  @Test("Occlusion by patches of 2×2 with 0.25, one cell apart")
  func occlusion() throws {
    expect(
      try map("occlusion") { ($0.patch, $0.stride, $0.fill) = (2, 1, 0.25) }.values,
      [
        -0.608934, -0.919630, -0.943420, -0.656513, -0.526863, -0.567074, -0.439720, -0.272155,
        -0.256803, -0.119910, 0.015191, 0.013400, -0.068815, -0.025302, -0.033597, -0.085405,
      ], "occlusion")
  }
}
