import CNNModel
import LayerSamples
import Testing

/// Other functions and other slopes, by hand and against the mathematics.
@Suite struct ElementAlternativeTests {
  private func layer(_ line: String) throws -> any Layer {
    try LayerCatalog.layer(Word.split(line[...]))
  }

  private func alternative(_ name: String, of layer: any Layer) throws -> Alternative {
    try #require(layer.alternatives(for: [[1, 3]]).first { $0.name == name })
  }

  private func pass(_ layer: any Layer, _ x: [Float], _ gy: [Float]) -> BackwardPass {
    let input = Tensor(shape: [1, x.count], elements: x)
    let forward = ForwardPass(inputs: [input])
    return BackwardPass(
      forward: forward, outputs: layer.forward(forward).outputs,
      gradients: [Tensor(shape: input.shape, elements: gy)])
  }

  @Test(
    "A wrong slope multiplies the gradient",
    arguments: [
      ("tanh", "slope-product-of-y", [0, 0, 0], [1, 2, 3], [0, 0, 0]),
      ("tanh", "slope-of-input", [0, 1, 2], [1, 2, 3], [1, 0, -9]),
      ("relu", "mask-both", [-1, 2, 3], [4, 5, -6], [0, 5, 0]),
      ("relu", "slope-at-gradient", [-1, 2, 3], [4, 5, -6], [4, 5, 0]),
      ("relu", "slope-number-of-y", [-1, 2, 3], [4, 5, 6], [0, 10, 18]),
      ("relu6", "slope-above-6-passes", [-1, 5, 7], [2, 3, 4], [0, 3, 4]),
      ("leaky-relu 0.5", "slope-below-0-stops", [-1, 0, 1], [2, 3, 4], [0, 1.5, 4]),
      ("leaky-relu 0.5", "slope-below-0-inclusive-stops", [-1, 0, 1], [2, 3, 4], [0, 0, 4]),
      ("relu", "kinks-in-between", [0, 0, 1], [2, 4, 6], [1, 2, 6]),
      ("hardswish", "gate-constant", [-6, 0, 3], [2, 4, 6], [0, 2, 6]),
      ("abs", "slope-negated", [-1, 2, 3], [1, 2, 3], [1, -2, -3]),
    ] as [(String, String, [Float], [Float], [Float])])
  func slopes(line: String, rule: String, x: [Float], gy: [Float], gx: [Float]) throws {
    let layer = try layer(line)
    let gradients = try alternative("\(rule)-backward", of: layer).backward(pass(layer, x, gy))
    #expect(gradients.inputs[0].elements == gx)
  }

  @Test(
    "Another function comes out",
    arguments: [
      ("relu", "below-0-negative", [-2, 0, 3], [2, 0, 3]),
      ("relu", "rest", [-2, 0, 3], [-2, 0, 0]),
      ("leaky-relu 0.5", "form-sides", [-2, 0, 3], [-2, 0, 1.5]),
      ("leaky-relu 0.5", "form-constant", [-2, 0, 3], [0.5, 0.5, 3]),
      ("hardswish", "form-not-divided", [-4, 1, 4], [0, 4, 24]),
      ("sigmoid", "form-precedence", [0, 0, 0], [2, 2, 2]),
    ] as [(String, String, [Float], [Float])])
  func values(line: String, rule: String, x: [Float], y: [Float]) throws {
    let layer = try layer(line)
    let changed = try alternative("\(rule)-forward", of: layer)
    #expect(changed.forward(pass(layer, x, x).forward).outputs[0].elements == y)
  }

  @Test("An exponential that overflows makes the sigmoid and its gradient NaN")
  func overflow() throws {
    let layer = try layer("sigmoid")
    var pass = pass(layer, [0, 100, -100], [1, 1, 1])
    pass.outputs = try alternative("form-overflow-forward", of: layer).forward(pass.forward).outputs
    #expect(pass.output[0] == 0.5 && pass.output[1].isNaN && pass.output[2] < 1e-30)
    #expect(layer.backward(pass).inputs[0][1].isNaN)
  }

  @Test(
    "A changed function comes with its true slope",
    arguments: [
      "relu", "leaky-relu 0.2", "elu 0.7", "selu", "celu 0.6", "gelu", "gelu tanh", "silu", "mish",
      "hardswish", "hardsigmoid", "sigmoid", "tanh", "softplus 2", "softsign",
    ])
  func trueSlopes(line: String) throws {
    let layer = try layer(line)
    let (x, step): ([Float], Float) = ([-2.3, -1.1, -0.35, 0.4, 0.85, 1.7], 0.01)
    let alternatives = layer.alternatives(for: [[1, 6]])
    func value(_ changed: Alternative, _ x: [Float]) -> [Float] {
      changed.forward(pass(layer, x, x).forward).outputs[0].elements
    }
    for changed in alternatives where changed.phase == .forward && changed.tier == .rule {
      guard
        let gradient = alternatives.first(where: { $0.name == "\(changed.rule)-backward" }),
        changed.rule != "slope-for-value"
      else { continue }
      let slopes = gradient.backward(pass(layer, x, x.map { _ in 1 })).inputs[0].elements
      let (up, down) = (value(changed, x.map { $0 + step }), value(changed, x.map { $0 - step }))
      for index in x.indices {
        let difference = (up[index] - down[index]) / (2 * step)
        guard difference.isFinite else { continue }
        let bound = 0.01 * max(1, difference.magnitude)
        #expect(
          (slopes[index] - difference).magnitude < bound, "\(changed.rule) at \(x[index])")
      }
    }
  }
}
