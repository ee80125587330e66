import CNNModel
import LayerSamples
import Testing

/// What can happen to any array of a layer.
@Suite struct ArrayAlternativeTests {
  private let run: SampleRun

  init() throws {
    run = try #require(try SampleRun.all(LayerSample("conv 2 2x3 no-bias", [3, 2, 4, 5])).first)
  }

  private func alternative(_ name: String) throws -> Alternative {
    try #require(run.layer.alternatives(for: run.pass.shapes).first { $0.name == name })
  }

  @Test("The gradient of a changed order is the derivative of the changed output")
  func adjoint() throws {
    let alternatives = run.layer.alternatives(for: run.pass.shapes)
    let rules = Set(alternatives.map(\.rule)).filter { rule in
      ["input-", "weight-", "output-"].contains { rule.hasPrefix($0) }
        && ["laid-out", "read-as", "reversed", "rolled", "early", "late", "turned"]
          .contains { rule.contains($0) }
        && !rule.contains("gradient")
    }
    #expect(rules.count > 60)
    for rule in rules {
      let forward = try alternative("\(rule)-forward").forward(run.pass.forward).outputs[0]
      let backward = try alternative("\(rule)-backward").backward(run.pass)
      let value = product(forward, run.pass.gradient)
      for (gradient, array) in [
        (backward.inputs[0], run.pass.input), (backward.parameters[0], run.pass.parameters[0]),
      ] {
        let other = product(gradient, array)
        #expect((value - other).magnitude <= 1e-4 * max(1, value.magnitude), "\(rule)")
      }
    }
  }

  /// The inner product: an output that is linear in `x` has `⟨y, gy⟩ = ⟨x, gx⟩`.
  private func product(_ a: Tensor, _ b: Tensor) -> Float {
    zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test("A gradient that is used for the last sample only gives that of the last sample")
  func lastSample() throws {
    let changed = try alternative("output-gradient-read-last-sample-only-backward")
    let last = 2..<3
    var forward = run.pass.forward
    forward.inputs = [run.pass.input.samples(last)]
    let alone = BackwardPass(
      forward: forward, outputs: [run.pass.output.samples(last)],
      gradients: [run.pass.gradient.samples(last)])
    #expect(changed.backward(run.pass).parameters == run.layer.backward(alone).parameters)
  }

  @Test(
    "Results are multiplied by one number",
    arguments: [
      ("input-gradient-divided-by-samples-backward", Float(1) / 3),
      ("input-gradient-divided-by-samples-squared-backward", Float(1) / 9),
      ("input-gradient-divided-by-samples-and-places-backward", Float(1) / 27),
      ("input-gradient-divided-by-columns-backward", Float(1) / 3),
      ("input-gradient-negated-backward", -1), ("input-gradient-doubled-backward", 2),
    ])
  func factors(name: String, factor: Float) throws {
    let gradients = try alternative(name).backward(run.pass)
    #expect(gradients.inputs == run.gradients.inputs.map { $0.map { $0 * factor } })
    #expect(gradients.parameters == run.gradients.parameters)
  }

  @Test("A running sum goes on from sample to sample")
  func runningSum() throws {
    let gradients = try alternative("input-gradient-samples-running-backward").backward(run.pass)
    let own = run.gradients.inputs[0]
    let sums = own.samples(0..<1) + own.samples(1..<2)
    #expect(gradients.inputs[0].samples(0..<1) == own.samples(0..<1))
    #expect(gradients.inputs[0].samples(1..<2) == sums)
    #expect(gradients.inputs[0].samples(2..<3) == sums + own.samples(2..<3))
  }

  @Test("A weight that is rounded to float16 is that of float16")
  func float16() throws {
    var forward = run.pass.forward
    forward.parameters[0] = forward.parameters[0].map { Float(Float16($0)) }
    let changed = try alternative("weight-rounded-to-float16-forward")
    #expect(changed.forward(run.pass.forward).outputs == run.layer.forward(forward).outputs)
    #expect(run.layer.forward(forward).outputs != run.pass.outputs)
  }

  @Test("Rounded to int8, the largest weight stays, and there are at most 255 numbers")
  func int8() throws {
    let layer = try LayerCatalog.layer(Word.split("linear 1 no-bias"))
    let weight = Tensor(shape: [1, 4], elements: [-127, 64.4, 0.2, 31.5])
    let identity = (0..<16).map { $0 % 5 == 0 ? Float(1) : 0 }
    let forward = ForwardPass(
      inputs: [Tensor(shape: [4, 4], elements: identity)], parameters: [weight])
    let changed = try #require(
      layer.alternatives(for: forward.shapes).first { $0.name == "weight-rounded-to-int8-forward" })
    #expect(changed.forward(forward).outputs[0].elements == [-127, 64, 0, 32])
  }

  @Test("What the layer itself computes may be given, and changes nothing")
  func own() throws {
    let result = ForwardResult(outputs: run.pass.outputs)
    for alternative in run.layer.alternatives(for: run.pass.shapes) {
      #expect(
        alternative.forward(run.pass.forward, own: result).outputs
          == alternative.forward(run.pass.forward).outputs)
      #expect(
        alternative.backward(run.pass, own: run.gradients).inputs
          == alternative.backward(run.pass).inputs)
    }
  }
}
