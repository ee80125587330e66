import CNNModel
import LayerSamples
import Testing

/// Normalizations and softmaxes by other formulas, by hand and against other layers.
@Suite struct NormalizationAlternativeTests {
  private func layer(_ line: String) throws -> any Layer {
    try LayerCatalog.layer(Word.split(line[...]))
  }

  private func alternative(
    _ name: String, of layer: any Layer, _ shape: Shape
  ) throws -> Alternative {
    try #require(layer.alternatives(for: [shape]).first { $0.name == name }, "\(name)")
  }

  /// A pass in training mode over numbers that no symmetry hides.
  private func pass(_ layer: any Layer, _ shape: Shape) -> BackwardPass {
    func numbers(_ shape: Shape, _ seed: Int) -> Tensor {
      Tensor(
        shape: shape,
        elements: (0..<shape.count).map { Float(($0 * $0 * 7 + $0 * seed + seed) % 23) / 8 - 1 })
    }
    let parameters = layer.parameters(for: [shape]).enumerated().map {
      numbers($1.shape, $0 + 3)
    }
    let statistics = layer.statistics(for: [shape]).map {
      Tensor(shape: $0.shape, repeating: $0.initial)
    }
    let forward = ForwardPass(
      inputs: [numbers(shape, 5)], parameters: parameters, statistics: statistics,
      context: PassContext(mode: .training))
    let outputs = layer.forward(forward).outputs
    return BackwardPass(forward: forward, outputs: outputs, gradients: [numbers(shape, 11)])
  }

  private func isNear(_ a: Tensor, _ b: Tensor, _ bound: Float = 1e-4) -> Bool {
    a.shape == b.shape && zip(a.elements, b.elements).allSatisfy { ($0 - $1).magnitude < bound }
  }

  @Test(
    "The right statistics over other cells are another normalization",
    arguments: [
      ("batchnorm", "statistics-over-2-3", "instancenorm"),
      ("instancenorm", "statistics-over-0-2-3", "batchnorm"),
      ("groupnorm 2", "statistics-over-1-2-3", "groupnorm 1"),
      ("groupnorm 2", "statistics-over-2-3", "groupnorm 4"),
    ])
  func otherCells(line: String, rule: String, other: String) throws {
    let (layer, other, shape) = (try layer(line), try self.layer(other), Shape([3, 4, 2, 3]))
    let pass = pass(layer, shape)
    var otherPass = self.pass(other, shape)
    otherPass.forward.parameters = pass.parameters
    let forward = try alternative("\(rule)-forward", of: layer, shape).forward(pass.forward)
    #expect(isNear(forward.outputs[0], other.forward(otherPass.forward).outputs[0]))
    let backward = try alternative("\(rule)-backward", of: layer, shape).backward(pass)
    let right = other.backward(otherPass)
    #expect(isNear(backward.inputs[0], right.inputs[0]))
    #expect(isNear(backward.parameters[0], right.parameters[0]))
    #expect(isNear(backward.parameters[1], right.parameters[1]))
  }

  @Test(
    "A changed formula comes with its true gradient",
    arguments: [
      "variance-unbiased", "variance-for-deviation", "epsilon-outside", "mean-not-taken-off",
      "second-moment", "root-mean-square", "scale-shift-swapped", "shift-first", "root-twice",
      "statistics-over-0-1", "mean-over-1", "variance-over-0", "deviation-multiplied",
    ])
  func trueGradients(rule: String) throws {
    let (layer, shape) = (try layer("batchnorm epsilon 0.1"), Shape([2, 3, 2]))
    let pass = pass(layer, shape)
    let changed = try alternative("\(rule)-forward", of: layer, shape)
    let gradients = try alternative("\(rule)-backward", of: layer, shape).backward(pass)
    func loss(_ forward: ForwardPass) -> Float {
      let y = changed.forward(forward).outputs[0]
      return zip(y.elements, pass.gradient.elements).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for cell in 0..<shape.count {
      var (up, down) = (pass.forward, pass.forward)
      up.inputs[0][cell] += 0.01
      down.inputs[0][cell] -= 0.01
      let slope = (loss(up) - loss(down)) / 0.02
      #expect((gradients.inputs[0][cell] - slope).magnitude < 0.02, "cell \(cell)")
    }
  }

  @Test("The paths of the gradient are missing one by one")
  func paths() throws {
    let (layer, shape) = (try layer("layernorm epsilon 0"), Shape([1, 2]))
    let forward = ForwardPass(
      inputs: [Tensor(shape: shape, elements: [-2, 2])],
      parameters: [
        Tensor(shape: [2], elements: [1, 1]), Tensor(shape: [2], elements: [0, 0]),
      ])
    let pass = BackwardPass(
      forward: forward, outputs: layer.forward(forward).outputs,
      gradients: [Tensor(shape: shape, elements: [2, 4])])
    // σ = 2, x̂ = (−1, 1): gy/σ = (1, 2), through the mean 1.5, through the variance (−0.5, 0.5).
    let expected: [(String, [Float])] = [
      ("paths-omitted", [1, 2]), ("mean-omitted", [1.5, 1.5]), ("variance-omitted", [-0.5, 0.5]),
      ("mean-negated", [3, 3]), ("variance-doubled", [0.5, -0.5]), ("all-undivided", [0, 0]),
      ("mean-times-count", [-1.5, -1.5]), ("gradient-unchanged", [2, 4]),
    ]
    for (rule, gx) in expected {
      let changed = try alternative("\(rule)-backward", of: layer, shape).backward(pass)
      #expect(changed.inputs[0].elements == gx, "\(rule)")
    }
  }

  @Test("Running statistics move by the reversed momentum")
  func running() throws {
    let (layer, shape) = (try layer("batchnorm momentum 0.25"), Shape([2, 1]))
    let forward = ForwardPass(
      inputs: [Tensor(shape: shape, elements: [3, 5])],
      parameters: [Tensor(shape: [1], elements: [1]), Tensor(shape: [1], elements: [0])],
      statistics: [Tensor(shape: [1], elements: [8]), Tensor(shape: [1], elements: [6])],
      context: PassContext(mode: .training))
    // Mean 4, variance 1 (biased) and 2 (unbiased).
    let expected: [(String, [Float])] = [
      ("momentum-reversed", [5, 3]), ("momentum-reversed-biased", [5, 2.25]),
      ("running-variance-biased", [7, 4.75]), ("running-replaced", [4, 2]),
      ("running-accumulated", [9, 6.5]),
    ]
    for (rule, after) in expected {
      let result = try alternative("\(rule)-forward", of: layer, shape).forward(forward)
      #expect(result.statistics.map { $0[0] } == after, "\(rule)")
      #expect(result.outputs == layer.forward(forward).outputs)
    }
  }

  @Test("Shares over another axis are the softmax of that axis")
  func shares() throws {
    let (layer, shape) = (try layer("softmax axis 1"), Shape([2, 3, 2]))
    let (pass, other) = (pass(layer, shape), try self.layer("softmax axis 2"))
    let forward = try alternative("shares-over-2-forward", of: layer, shape)
    let outputs = forward.forward(pass.forward).outputs
    #expect(isNear(outputs[0], other.forward(pass.forward).outputs[0], 1e-6))
    let gradient = BackwardPass(
      forward: pass.forward, outputs: outputs, gradients: pass.gradients)
    let changed = try alternative("shares-over-2-backward", of: layer, shape)
    #expect(isNear(changed.backward(gradient).inputs[0], other.backward(gradient).inputs[0], 1e-6))
  }

  @Test("The parts of a softmax's gradient")
  func softmaxGradients() throws {
    let (layer, shape) = (try layer("softmax"), Shape([1, 2]))
    let forward = ForwardPass(inputs: [Tensor(shape: shape, elements: [0, 0])])
    let pass = BackwardPass(
      forward: forward, outputs: layer.forward(forward).outputs,
      gradients: [Tensor(shape: shape, elements: [2, 4])])
    // y = (½, ½), Σ gy·y = 3.
    let expected: [(String, [Float])] = [
      ("gradient-diagonal-only", [0.5, 1]), ("gradient-sum-forgotten", [1, 2]),
      ("gradient-without-share", [-1, 1]), ("gradient-sum-unweighted", [-2, -1]),
      ("gradient-neighbors-alone", [-1, -0.5]), ("gradient-neighbors-added", [1.5, 1.5]),
    ]
    for (rule, gx) in expected {
      let changed = try alternative("\(rule)-backward", of: layer, shape).backward(pass)
      #expect(changed.inputs[0].elements == gx, "\(rule)")
    }
  }
}
