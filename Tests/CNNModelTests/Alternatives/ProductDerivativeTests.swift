import CNNModel
import LayerSamples
import Testing

/// What holds for all changed rules of layers that sum products.
@Suite struct ProductDerivativeTests {
  private static let lines: [(String, [Int])] = [
    ("conv 4 3x2 stride 2x1 pad 1x2 dilation 1x2 groups 2", [2, 4, 5, 6]),
    ("conv 3 2x2 pad 1,0,0,1", [2, 2, 4, 3]), ("conv 4 3 groups 2 pad 1", [2, 2, 5]),
    ("deconv 4 3x2 stride 2 pad 1x0 output-pad 1x0 groups 2", [2, 4, 3, 2]),
    ("deconv 2 2x2 stride 1x2", [2, 3, 2, 3]), ("linear 3", [2, 4]),
  ]

  @Test(
    "Gradients of a changed forward pass are its true derivatives: ⟨gy, y⟩ = ⟨gx, x⟩ = ⟨gw, w⟩",
    arguments: lines)
  func derivatives(line: String, input: [Int]) throws {
    var sample = LayerSample(line, Shape(input))
    sample.content = .normal
    let run = try #require(try SampleRun.all(sample).first)
    var pass = run.pass
    pass.forward.parameters[1] = pass.forward.parameters[1].zeros
    let alternatives = run.layer.alternatives(for: pass.shapes).filter { $0.tier == .rule }
    var count = 0
    for forward in alternatives where forward.phase == .forward && !forward.changesShapes {
      guard !forward.rule.hasPrefix("padding-of-"),
        let backward = alternatives.first(where: {
          $0.phase == .backward && $0.rule == forward.rule
        })
      else { continue }
      count += 1
      let y = forward.forward(pass.forward).outputs[0]
      let gradients = backward.backward(pass)
      let whole = dot(pass.gradient, y)
      let bound = 1e-4 * (1 + magnitude(pass.gradient) * magnitude(y))
      #expect((dot(gradients.inputs[0], pass.input) - whole).magnitude < bound, "\(forward.rule)")
      #expect(
        (dot(gradients.parameters[0], pass.parameters[0]) - whole).magnitude < bound,
        "\(forward.rule)")
    }
    #expect(count > 20)
  }

  private func dot(_ a: Tensor, _ b: Tensor) -> Double {
    zip(a.elements, b.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  private func magnitude(_ a: Tensor) -> Double { dot(a, a).squareRoot() }

  @Test(
    "Changed windows compute as layers with other words",
    arguments: [
      ("conv 2 3x3 stride 2x1 pad 1", "stride-swapped-resized", "conv 2 3x3 stride 1x2 pad 1"),
      ("conv 2 3x3 stride 2x1 pad 1", "padding-ignored-resized", "conv 2 3x3 stride 2x1"),
      ("conv 2 3x3 pad 1x2", "padding-swapped-resized", "conv 2 3x3 pad 2x1"),
      ("conv 2 3x2 dilation 2x1", "dilation-ignored-resized", "conv 2 3x2"),
      ("conv 2 3x2 stride 3x2 pad 1", "stride-of-columns-resized", "conv 2 3x2 stride 2x2 pad 1"),
      ("conv 2 3x3 pad 1", "padding-circular", "conv 2 3x3 pad 1 pad-with circular"),
      ("conv 2 3x3 pad 1", "padding-reflect", "conv 2 3x3 pad 1 pad-with reflect"),
      ("deconv 2 3x3 stride 2x3", "stride-swapped-resized", "deconv 2 3x3 stride 3x2"),
      ("deconv 2 3x3 stride 2 pad 1", "padding-ignored-resized", "deconv 2 3x3 stride 2"),
    ])
  func otherLayers(line: String, rule: String, other: String) throws {
    var sample = LayerSample(line, [2, 2, 7, 6])
    sample.content = .normal
    let run = try #require(try SampleRun.all(sample).first)
    let changed = try #require(
      run.layer.alternatives(for: run.pass.shapes).first { $0.name == "\(rule)-forward" })
    let y = changed.forward(run.pass.forward).outputs[0]
    let expected = try LayerCatalog.layer(Word.split(other[...])).forward(run.pass.forward)
    try #require(y.shape == expected.outputs[0].shape)
    for (a, b) in zip(y.elements, expected.outputs[0].elements) {
      #expect((a - b).magnitude < 1e-4)
    }
  }
}
