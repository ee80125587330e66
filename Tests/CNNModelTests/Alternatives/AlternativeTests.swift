import CNNModel
import LayerSamples
import Testing

/// Computations with one rule changed, for every layer by its families.
@Suite struct AlternativeTests {
  @Test(
    "Every alternative has a name of its own, a sentence, and the shapes of its layer",
    arguments: LayerSample.all)
  func contract(sample: LayerSample) throws {
    for run in try SampleRun.all(sample) {
      let alternatives = run.layer.alternatives(for: run.pass.shapes)
      #expect(Set(alternatives.map(\.name)).count == alternatives.count)
      for alternative in alternatives {
        #expect(alternative.name.hasSuffix("-\(alternative.phase.rawValue)"))
        #expect(alternative.sentence.hasPrefix("In the ") && alternative.sentence.hasSuffix("."))
        let result = ForwardResult(
          outputs: run.pass.outputs, statistics: run.pass.forward.statistics)
        let outputs = alternative.forward(run.pass.forward, own: result).outputs
        let gradients = alternative.backward(run.pass, own: run.gradients)
        guard !alternative.changesShapes else { continue }
        #expect(outputs.map(\.shape) == run.pass.outputs.map(\.shape), "\(alternative.name)")
        #expect(gradients.inputs.map(\.shape) == run.gradients.inputs.map(\.shape))
        #expect(gradients.parameters.map(\.shape) == run.gradients.parameters.map(\.shape))
      }
    }
  }

  @Test("One pass is changed, the other one is the layer's own")
  func onePass() throws {
    let run = try run("conv 2 3x2 stride 2x3 pad 1", [2, 2, 7, 9])
    for alternative in run.layer.alternatives(for: run.pass.shapes) {
      switch alternative.phase {
      case .forward: #expect(alternative.backward(run.pass).inputs == run.gradients.inputs)
      case .backward: #expect(alternative.forward(run.pass.forward).outputs == run.pass.outputs)
      }
    }
  }

  @Test(
    "Families bring their changes",
    arguments: [
      ("conv 2 3x3 stride 2 pad 1", [1, 2, 6, 6], "stride-ignored-backward"),
      ("deconv 2 3x3 stride 2", [1, 2, 3, 3], "kernel-turned-forward"),
      ("maxpool 3 stride 2x1", [1, 2, 6, 6], "strides-swapped-backward"),
      ("maxpool 2", [1, 2, 6, 6], "ties-shared-backward"),
      ("global-maxpool", [1, 2, 3, 3], "last-winner-backward"),
      ("global-avgpool", [1, 2, 3, 4], "divided-by-rows-backward"),
      ("reshape 0,12", [2, 3, 4], "laid-out-021-forward"),
      ("gather indices 0,0", [2, 3], "copies-assigned-backward"),
      ("space-to-depth 2", [1, 1, 2, 4], "block-order-102-forward"),
      ("lppool 2 stride 1 pad 1", [1, 2, 4, 4], "padding-ignored-forward"),
      ("sigmoid", [1, 4], "slope-ignored-backward"), ("relu", [1, 4], "kinks-from-above-backward"),
      ("layernorm", [2, 3, 4], "variance-unbiased-forward"),
      ("batchnorm", [2, 3, 4], "mean-omitted-backward"),
      ("batchnorm", [2, 3, 4, 5], "statistics-over-2-3-forward"),
      ("batchnorm", [2, 3, 4, 5], "variance-times-count-backward"),
      ("batchnorm", [2, 3], "momentum-reversed-forward"),
      ("groupnorm 2", [2, 4, 3], "groups-interleaved-backward"),
      ("layernorm", [2, 3], "scale-gradient-of-input-backward"),
      ("lrn 3", [1, 4, 2], "size-not-divided-forward"),
      ("softmax", [2, 3], "shares-over-0-forward"),
      ("softmax", [2, 3], "gradient-diagonal-only-backward"),
      ("log-softmax", [2, 3], "largest-inside-only-forward"),
      ("gelu", [1, 4], "form-sigmoid-forward"), ("silu", [1, 4], "gate-constant-backward"),
      ("relu6", [1, 4], "slope-above-6-passes-backward"),
      ("sigmoid", [1, 4], "form-overflow-forward"),
      ("prelu", [2, 3], "slope-gradient-of-all-backward"),
      ("linear 3", [2, 3], "weight-transposed-backward"),
      ("linear 3", [2, 3], "bias-dropped-forward"),
      ("prelu", [2, 3], "gradients-averaged-backward"),
      ("flatten", [2, 3, 4, 5], "laid-out-0231-forward"),
      ("flatten", [2, 3, 4, 5], "input-laid-out-samples-rows-columns-channels-forward"),
      ("avgpool 2 pad 1", [1, 1, 4, 4], "exclude-pad-set-forward"),
      ("reduce mean axes 1", [2, 3], "operation-sum-backward"),
      ("softmax axis 1", [2, 3, 4], "axis-2-forward"), ("elu", [2, 3], "alpha-0.5-forward"),
      ("conv 2 3x3 pad 1,0,2,1", [1, 2, 4, 5], "padding-by-side-resized-forward"),
      ("conv 4 3x3 groups 2", [1, 4, 4, 5], "output-channels-shuffled-backward"),
      ("linear 3", [2, 4], "input-gradient-where-positive-backward"),
      ("maxpool 3", [1, 2, 6, 6], "avgpool-3-forward"),
      ("softmax", [2, 3], "applied-twice-forward"), ("relu", [2, 3], "left-out-forward"),
      ("conv 2 3x3", [2, 2, 4, 4], "inputs-and-weights-rounded-to-float16-forward"),
      ("batchnorm", [2, 3, 4], "weight-and-bias-exchanged-forward"),
    ])
  func families(line: String, input: [Int], name: String) throws {
    let layer = try run(line, input).layer
    #expect(layer.alternatives(for: [Shape(input)]).contains { $0.name == name })
  }

  private func run(_ line: String, _ input: [Int]) throws -> SampleRun {
    var sample = LayerSample(line, Shape(input))
    sample.content = .normal
    return try #require(try SampleRun.all(sample).first)
  }
}

/// The numbers of changed rules, by hand and against other layers.
@Suite struct AlternativeNumberTests {
  private func alternative(
    _ name: String, of layer: any Layer, _ pass: ForwardPass
  ) throws -> Alternative {
    try #require(layer.alternatives(for: pass.shapes).first { $0.name == name })
  }

  private func layer(_ line: String) throws -> any Layer {
    try LayerCatalog.layer(Word.split(line[...]))
  }

  private func pass(_ shape: Shape, _ x: [Float], _ parameters: [Tensor] = []) -> ForwardPass {
    ForwardPass(inputs: [Tensor(shape: shape, elements: x)], parameters: parameters)
  }

  @Test("A stride that is left out in the backward pass adds the windows up one cell apart")
  func strideIgnored() throws {
    let layer = try layer("conv 1 1x2 stride 1x2 no-bias")
    let forward = pass(
      [1, 1, 1, 4], [1, 2, 3, 4], [Tensor(shape: [1, 1, 1, 2], elements: [10, 100])])
    let backward = BackwardPass(
      forward: forward, outputs: layer.forward(forward).outputs,
      gradients: [Tensor(shape: [1, 1, 1, 2], elements: [1, 2])])
    #expect(layer.backward(backward).inputs[0].elements == [10, 100, 20, 200])
    let changed = try alternative("stride-ignored-backward", of: layer, forward)
    let gradients = changed.backward(backward)
    #expect(gradients.inputs[0].elements == [10, 120, 200, 0])
    #expect(gradients.parameters[0].elements == [5, 8])
  }

  @Test(
    "A rule that makes no difference is not offered, or gives the layer's own bits",
    arguments: [
      ("avgpool 2", "strides-swapped"), ("maxpool 3 stride 1", "stride-ignored"),
      ("conv 2 3x2 pad 1", "stride-ignored"), ("conv 2 3x2 stride 2", "dilation-ignored"),
      ("conv 2 3x2 stride 2", "padding-ignored"), ("conv 2 1x1", "kernel-turned"),
      ("conv 2 3x2", "strides-swapped"),
    ])
  func noDifference(line: String, name: String) throws {
    let run = try #require(try SampleRun.all(LayerSample(line, [2, 2, 6, 7])).first)
    for changed in run.layer.alternatives(for: run.pass.shapes) where changed.rule == name {
      #expect(changed.forward(run.pass.forward).outputs == run.pass.outputs)
      #expect(changed.backward(run.pass).inputs == run.gradients.inputs)
      #expect(changed.backward(run.pass).parameters == run.gradients.parameters)
    }
  }

  @Test("A turned kernel is the true convolution")
  func kernelTurned() throws {
    let run = try #require(try SampleRun.all(LayerSample("conv 3 3x2", [2, 2, 5, 6])).first)
    let changed = try alternative("kernel-turned-forward", of: run.layer, run.pass.forward)
    let convolution = try layer("conv 3 3x2 true-convolution")
    let outputs = changed.forward(run.pass.forward).outputs
    let expected = convolution.forward(run.pass.forward).outputs[0]
    #expect(zip(outputs[0].elements, expected.elements).allSatisfy { ($0 - $1).magnitude < 1e-5 })
    #expect(outputs != run.pass.outputs)
  }

  @Test("At the kink of a rectifier the slope of larger numbers is 1")
  func kinks() throws {
    let forward = pass([1, 3], [-1, 0, 2])
    let backward = BackwardPass(
      forward: forward, outputs: ReLU().forward(forward).outputs,
      gradients: [Tensor(shape: [1, 3], elements: [5, 6, 7])])
    #expect(ReLU().backward(backward).inputs[0].elements == [0, 0, 7])
    let changed = try alternative("kinks-from-above-backward", of: ReLU(), forward)
    #expect(changed.backward(backward).inputs[0].elements == [0, 6, 7])
  }

  @Test("The unbiased variance of two numbers is twice the biased one")
  func unbiasedVariance() throws {
    let layer = try layer("layernorm")
    let parameters = layer.parameters(for: [[1, 2]]).map {
      Tensor(shape: $0.shape, repeating: $0.kind == .scale ? 1 : 0)
    }
    let forward = pass([1, 2], [-1000, 1000], parameters)
    let changed = try alternative("variance-unbiased-forward", of: layer, forward)
    let (own, other) = (layer.forward(forward).outputs[0], changed.forward(forward).outputs[0])
    #expect((own[1] - 1).magnitude < 1e-5)
    #expect((other[1] - Float(0.5).squareRoot()).magnitude < 1e-5)
  }

  @Test("Channels that are read last come out in another order")
  func channelsLast() throws {
    let forward = pass([1, 2, 1, 3], [0, 1, 2, 3, 4, 5])
    let name = "input-read-as-samples-rows-columns-channels-forward"
    let changed = try alternative(name, of: try layer("flatten"), forward)
    #expect(changed.forward(forward).outputs[0].elements == [0, 2, 4, 1, 3, 5])
  }
}
