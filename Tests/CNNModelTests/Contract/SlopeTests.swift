import CNNModel
import LayerSamples
import Testing

/// Computed gradients are the slopes of the reference pass.
@Suite struct SlopeTests {
  @Test(
    "Gradients equal numeric slopes",
    arguments: LayerSample.all.filter { [.normal, .positive, .unit, .large].contains($0.content) })
  func gradientsAreSlopes(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      let pass = ReferencePass(run.pass.forward)
      for (index, gradient) in run.gradients.inputs.enumerated() {
        compare(gradient, run, "input \(index)") { offset, delta in
          var moved = pass
          moved.inputs[index].elements[offset] += delta
          return moved
        }
      }
      for (index, gradient) in run.gradients.parameters.enumerated() {
        compare(gradient, run, "parameter \(index)") { offset, delta in
          var moved = pass
          moved.parameters[index].elements[offset] += delta
          return moved
        }
      }
    }
  }

  private func compare(
    _ gradient: Tensor, _ run: SampleRun, _ name: String,
    _ moved: (Int, Double) -> ReferencePass
  ) {
    let scale = gradient.elements.reduce(0) { max($0, Double($1.magnitude)) }
    let offsets = SampleRun.offsets(gradient.shape, limit: 60)
    var checked = 0
    for offset in offsets {
      guard let numeric = slope(run, { moved(offset, $0) }) else { continue }
      checked += 1
      let computed = Double(gradient[offset])
      let error = GradientCheck.relativeError(computed, numeric, scale: scale)
      #expect(
        error <= GradientCheck.tolerance,
        "\(run.context), \(name) at \(offset): \(computed), not \(numeric)")
    }
    #expect(checked * 2 >= offsets.count, "\(run.context), \(name): \(checked) cells checked")
  }

  /// The central difference of `Σ gy·y`; `nil` where a slope jumps within the step.
  private func slope(_ run: SampleRun, _ moved: (Double) -> ReferencePass) -> Double? {
    let step = 1e-4
    let (above, below) = (moved(step), moved(-step))
    guard !run.layer.crossesKink(from: below, to: above) else { return nil }
    return (objective(run, above) - objective(run, below)) / (2 * step)
  }

  private func objective(_ run: SampleRun, _ pass: ReferencePass) -> Double {
    zip(run.layer.reference(pass), run.pass.gradients).reduce(0) { sum, pair in
      // A window of padding alone gives −∞ for any input.
      zip(pair.0.elements, pair.1.elements).filter { $0.0.isFinite }
        .reduce(sum) { $0 + $1.0 * Double($1.1) }
    }
  }

  /// A kink between two passes is detected, and none if both are on the same side.
  @Test(
    "Kinks are recognized",
    arguments: [
      ("relu", 0), ("relu6", 6), ("leaky-relu", 0), ("prelu", 0), ("elu 0.5", 0), ("selu", 0),
      ("hardsigmoid", 3), ("hardswish", -3), ("abs", 0),
    ])
  func kinksAreTold(line: String, kink: Double) throws {
    let layer = try LayerCatalog.layer(Word.split(Substring(line)))
    func pass(_ x: Double) -> ReferencePass {
      ReferencePass(inputs: [ReferenceTensor(shape: [1, 1], elements: [x])])
    }
    #expect(layer.crossesKink(from: pass(kink - 0.1), to: pass(kink + 0.1)))
    #expect(layer.crossesKink(from: pass(kink), to: pass(kink + 0.1)))
    #expect(!layer.crossesKink(from: pass(kink + 0.1), to: pass(kink + 0.2)))
  }

  @Test("A change of the maximum is a kink")
  func aChangeOfWinnersIsAKink() throws {
    let layer = try LayerCatalog.layer(Word.split("maxpool 2"))
    func pass(_ x: Double) -> ReferencePass {
      ReferencePass(inputs: [ReferenceTensor(shape: [1, 1, 2, 2], elements: [1, x, 0, 0])])
    }
    #expect(layer.crossesKink(from: pass(0.9), to: pass(1.1)))
    #expect(!layer.crossesKink(from: pass(0.8), to: pass(0.9)))
  }
}
