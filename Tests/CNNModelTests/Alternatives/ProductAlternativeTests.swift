import CNNModel
import LayerSamples
import Testing

/// Changed rules of layers that sum products: convolutions, their transposes, linear layers.
@Suite struct ProductAlternativeTests {
  private func layer(_ line: String) throws -> any Layer {
    try LayerCatalog.layer(Word.split(line[...]))
  }

  private func alternative(
    _ name: String, of layer: any Layer, _ shapes: [Shape]
  ) throws -> Alternative {
    try #require(layer.alternatives(for: shapes).first { $0.name == name }, "\(name)")
  }

  @Test(
    "Outputs by hand: x of 1×N, with weights of 10 and 100",
    arguments: [
      ("conv 1 1x2 pad 0,1,0,0 no-bias", [3, 2], "padding-nearest", [330, 230]),
      ("conv 1 1x2 pad 0,1,0,0 no-bias", [3, 2], "padding-of-ones", [310, 230]),
      ("conv 1 1x2 pad 0,1,0,0 no-bias", [3, 2], "padding-at-end", [230, 20]),
      ("conv 1 1x2 no-bias", [1, 2, 3], "kernel-turned", [120, 230]),
      ("conv 1 1x2 no-bias", [1, 2, 3], "windows-1-right", [320, 30]),
      ("conv 1 1x2 no-bias", [1, 2, 3], "last-tap-in-output", [200, 300]),
      ("conv 1 1x2 no-bias", [1, 2, 3], "place-column-without-last", [210, 0]),
      ("conv 1 1x2 no-bias", [1, 2, 3], "mean-over-products", [105, 160]),
      ("conv 1 1x2 no-bias", [1, 2, 3], "output-of-sums", [330, 550]),
      ("conv 1 1x2 stride 1x2 no-bias", [1, 2, 3], "ceiling-resized", [210, 30]),
      ("conv 1 1x2 stride 1x2 no-bias", [1, 2, 3, 4], "stride-ignored-resized", [210, 320, 430]),
      ("conv 1 1x2 dilation 1x2 no-bias", [1, 2, 3], "dilation-ignored", [210]),
      ("deconv 1 1x2 no-bias", [1, 2], "last-window-in-output", [10, 20, 200]),
      ("deconv 1 1x2 no-bias", [1, 2], "first-window-in-output", [10, 100, 200]),
      ("deconv 1 1x2 no-bias", [1, 2], "overlap-averaged", [10, 60, 200]),
      (
        "deconv 1 1x2 stride 1x2 no-bias", [1, 2], "stride-as-dilation", [10, 20, 100, 200]
      ),
      ("deconv 1 1x2 pad 0,0,0,1 no-bias", [1, 2], "padding-at-start", [120, 200]),
      ("deconv 1 1x2 pad 0,1,0,0 no-bias", [1, 2], "padding-ignored-resized", [10, 120, 200]),
      (
        "deconv 1 1x2 stride 1x2 output-pad 0x1 no-bias", [1, 2], "windows-from-end",
        [0, 10, 100, 20, 200]
      ),
      ("deconv 1 1x2 stride 1x2 no-bias", [1, 2], "zeros-repeated", [10, 110, 120, 220]),
    ])
  func outputs(line: String, x: [Float], name: String, y: [Float]) throws {
    let layer = try layer(line)
    let shape: Shape = [1, 1, 1, x.count]
    let pass = ForwardPass(
      inputs: [Tensor(shape: shape, elements: x)],
      parameters: [Tensor(shape: [1, 1, 1, 2], elements: [10, 100])])
    let changed = try alternative("\(name)-forward", of: layer, [shape])
    #expect(changed.forward(pass).outputs[0].elements == y)
  }

  @Test(
    "Input gradients by hand: weights of 10 and 100, gy of 1, 2, 3",
    arguments: [
      ("last-window-in-gradient", [10, 20, 30, 300]),
      ("first-window-in-gradient", [10, 100, 200, 300]),
      ("kernel-turned", [100, 210, 320, 30]), ("input-gradient-without-weight", [1, 3, 5, 3]),
      ("input-gradient-averaged-over-windows", [10, 60, 115, 300]),
      ("gradient-as-ones", [10, 110, 110, 100]), ("place-without-last", [10, 120, 200, 0]),
      ("windows-1-right", [0, 10, 120, 230]), ("kernel-centre", [10, 20, 30, 0]),
    ])
  func inputGradients(name: String, gx: [Float]) throws {
    let layer = try layer("conv 1 1x2 no-bias")
    let forward = ForwardPass(
      inputs: [Tensor(shape: [1, 1, 1, 4], elements: [1, 2, 3, 4])],
      parameters: [Tensor(shape: [1, 1, 1, 2], elements: [10, 100])])
    let backward = BackwardPass(
      forward: forward, outputs: layer.forward(forward).outputs,
      gradients: [Tensor(shape: [1, 1, 1, 3], elements: [1, 2, 3])])
    let changed = try alternative("\(name)-backward", of: layer, forward.shapes)
    #expect(changed.backward(backward).inputs[0].elements == gx)
  }

  @Test("A kernel whose windows are unrolled in another order")
  func unrolled() throws {
    let layer = try layer("conv 1 1x2 no-bias")
    let pass = ForwardPass(
      inputs: [Tensor(shape: [1, 2, 1, 2], elements: [1, 10, 100, 1000])],
      parameters: [Tensor(shape: [1, 2, 1, 2], elements: [1, 2, 3, 4])])
    func output(_ name: String) throws -> [Float] {
      try alternative("\(name)-forward", of: layer, pass.shapes).forward(pass).outputs[0].elements
    }
    #expect(layer.forward(pass).outputs[0].elements == [4321])
    #expect(try output("unrolled-120") == [4231])
    #expect(try output("kernel-of-first-input") == [2121])
    #expect(try output("kernels-reversed-input") == [2143])
  }

  @Test("An output that is reshaped instead of transposed")
  func reshaped() throws {
    let layer = try layer("conv 2 1x1")
    let pass = ForwardPass(
      inputs: [Tensor(shape: [1, 1, 1, 2], elements: [1, 2])],
      parameters: [
        Tensor(shape: [2, 1, 1, 1], elements: [1, 10]), Tensor(shape: [2], elements: [100, 200]),
      ])
    func output(_ name: String) throws -> [Float] {
      try alternative("\(name)-forward", of: layer, pass.shapes).forward(pass).outputs[0].elements
    }
    #expect(try output("output-reshaped-0231") == [101, 210, 102, 220])
    #expect(try output("products-reshaped-0231") == [101, 110, 202, 220])
    #expect(try output("bias-along-columns") == [101, 202, 110, 220])
    #expect(try output("bias-of-next") == [201, 202, 110, 120])
  }

  @Test(
    "Bias gradients by hand: two samples, one channel, two places",
    arguments: [
      ("bias-gradient-mean-sum-sum", [15]), ("bias-gradient-last-sum-sum", [24]),
      ("bias-gradient-mean-mean-mean", [7.5]), ("bias-gradient-last-last-last", [16]),
      ("bias-gradient-sum-sum-first", [10]), ("bias-gradient-largest", [16]),
      ("bias-gradient-over-rows-columns", [6, 24]),
      ("bias-gradient-over-samples-channels-rows", [10, 20]), ("bias-twice", [60]),
    ])
  func biasGradients(name: String, gb: [Float]) throws {
    let layer = try layer("conv 1 1x1")
    let forward = ForwardPass(
      inputs: [Tensor(shape: [2, 1, 1, 2], elements: [1, 2, 3, 4])],
      parameters: [
        Tensor(shape: [1, 1, 1, 1], elements: [1]), Tensor(shape: [1], elements: [0]),
      ])
    let backward = BackwardPass(
      forward: forward, outputs: layer.forward(forward).outputs,
      gradients: [Tensor(shape: [2, 1, 1, 2], elements: [2, 4, 8, 16])])
    let changed = try alternative("\(name)-backward", of: layer, forward.shapes)
    #expect(changed.backward(backward).parameters[1].elements == gb)
  }

  @Test("The product of sums of a linear layer, and its last sample")
  func linear() throws {
    let layer = try layer("linear 1 no-bias")
    let forward = ForwardPass(
      inputs: [Tensor(shape: [2, 2], elements: [1, 2, 3, 4])],
      parameters: [Tensor(shape: [1, 2], elements: [5, 6])])
    let backward = BackwardPass(
      forward: forward, outputs: layer.forward(forward).outputs,
      gradients: [Tensor(shape: [2, 1], elements: [10, 100])])
    func gw(_ name: String) throws -> [Float] {
      try alternative("\(name)-backward", of: layer, forward.shapes).backward(backward)
        .parameters[0].elements
    }
    #expect(layer.backward(backward).parameters[0].elements == [310, 420])
    #expect(try gw("weight-gradient-of-sums") == [440, 660])
    #expect(try gw("last-sample-in-gradient") == [300, 400])
    #expect(try gw("gradient-divided-by-batch-squared") == [77.5, 105])
  }
}
