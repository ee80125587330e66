import CNNModel
import LayerSamples
import Testing

/// Other options and operations, in words.
@Suite struct OptionAlternativeTests {
  private func alternative(
    _ line: String, _ input: [Int], _ name: String
  ) throws -> Alternative {
    let layer = try LayerCatalog.layer(Word.split(line[...]))
    return try #require(
      layer.alternatives(for: [Shape(input)]).first { $0.name == name }, "\(line): \(name)")
  }

  @Test(
    "A sentence says the value that is taken and the layer's own",
    arguments: [
      ("layernorm", [2, 3], "epsilon-0.001-forward", "epsilon is 0.001 instead of 1e-5"),
      ("conv 1 2x2 stride 2", [1, 1, 4, 4], "stride-1-forward", "the stride is 1 instead of 2"),
      (
        "conv 1 2x2 stride 1x2", [1, 1, 4, 4], "stride-2x1-forward",
        "the stride is 2x1 instead of 1x2"
      ),
      (
        "conv 1 3x3 pad 1", [1, 1, 4, 4], "pad-with-nearest-forward", "\"pad-with\" is nearest"
      ),
      ("leaky-relu 0.1", [2, 3], "slope-0.01-backward", "slope is 0.01 instead of 0.1"),
      (
        "avgpool 2 pad 1", [1, 1, 4, 4], "exclude-pad-set-forward",
        "\"exclude-pad\" is set (divide by the number of cells in the image only)"
      ),
      (
        "maxpool 2", [1, 1, 4, 4], "avgpool-2-backward",
        "avgpool 2 is computed instead of maxpool 2"
      ),
    ])
  func sentences(line: String, input: [Int], name: String, what: String) throws {
    #expect(try alternative(line, input, name).what == what)
  }

  @Test("A stride as large as the kernel has no alternative that is the same in numbers")
  func strideOfKernel() throws {
    let names = try LayerCatalog.layer(Word.split("conv 1 2x2 stride kernel"[...]))
      .alternatives(for: [[1, 1, 4, 4]]).map(\.name)
    #expect(names.contains("stride-1-forward") && names.contains("stride-3-forward"))
    #expect(!names.contains("stride-2-forward") && !names.contains("stride-2-backward"))
  }

  @Test("An option that gives another shape is an alternative of the forward pass alone")
  func otherShapes() throws {
    let line = "conv 1 2x2 stride 2"
    let changed = try alternative(line, [1, 1, 4, 4], "stride-1-forward")
    #expect(changed.changesShapes)
    let run = try #require(try SampleRun.all(LayerSample(line, [1, 1, 4, 4])).first)
    #expect(changed.forward(run.pass.forward).outputs[0].shape == [1, 1, 3, 3])
    let names = run.layer.alternatives(for: run.pass.shapes).map(\.name)
    #expect(!names.contains("stride-1-backward"))
  }

  @Test("The layer computed twice, and left out")
  func twice() throws {
    let x = Tensor(shape: [1, 2], elements: [0, 1])
    let softmax = try LayerCatalog.layer(Word.split("softmax"))
    let once = softmax.forward(ForwardPass(inputs: [x])).outputs
    let changed = try alternative("softmax", [1, 2], "applied-twice-forward")
    #expect(
      changed.forward(ForwardPass(inputs: [x])).outputs
        == softmax.forward(ForwardPass(inputs: once)).outputs)
    let missing = try alternative("softmax", [1, 2], "left-out-forward")
    #expect(missing.forward(ForwardPass(inputs: [x])).outputs == [x])
  }

  @Test("The gradient of a layer computed twice is the product of both slopes")
  func slopeOfTwice() throws {
    let forward = ForwardPass(inputs: [Tensor(shape: [1, 1], elements: [2])])
    let layer = try LayerCatalog.layer(Word.split("leaky-relu 0.5"))
    let negative = ForwardPass(inputs: [Tensor(shape: [1, 1], elements: [-2])])
    let changed = try alternative("leaky-relu 0.5", [1, 1], "applied-twice-backward")
    for (pass, gradient) in [(forward, Float(3)), (negative, Float(0.75))] {
      let backward = BackwardPass(
        forward: pass, outputs: layer.forward(pass).outputs,
        gradients: [Tensor(shape: [1, 1], elements: [3])])
      #expect(changed.backward(backward).inputs[0].elements == [gradient])
    }
  }
}
