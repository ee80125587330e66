import CNNModel
import LayerSamples
import Testing

/// Windows over sequences, images and volumes share one implementation.
@Suite struct SpatialAxesTests {
  /// A layer over a sequence, and the same layer over an image with one row; or over an image, and
  /// over a volume with one slice.
  static let pairs: [(line: String, shape: Shape, wider: String, widerShape: Shape)] = [
    ("conv 3 4 stride 2 pad 1,2", [2, 2, 9], "conv 3 1x4 stride 1x2 pad 0,1,0,2", [2, 2, 1, 9]),
    ("conv 4 3 groups 2 dilation 2", [1, 2, 8], "conv 4 1x3 groups 2 dilation 1x2", [1, 2, 1, 8]),
    ("deconv 2 3 stride 2", [1, 3, 4], "deconv 2 1x3 stride 1x2", [1, 3, 1, 4]),
    ("maxpool 3 stride 2 ceil", [2, 2, 8], "maxpool 1x3 stride 1x2 ceil", [2, 2, 1, 8]),
    ("avgpool 2", [2, 2, 6], "avgpool 1x2", [2, 2, 1, 6]),
    ("conv 2 3x2 pad 1", [2, 2, 4, 5], "conv 2 1x3x2 pad 0x1x1", [2, 2, 1, 4, 5]),
    ("deconv 3 2x3 stride 2", [1, 2, 3, 3], "deconv 3 1x2x3 stride 1x2x2", [1, 2, 1, 3, 3]),
    ("maxpool 2 stride 1", [1, 2, 4, 4], "maxpool 1x2x2 stride 1", [1, 2, 1, 4, 4]),
  ]

  @Test("An axis of extent 1 changes no bit", arguments: pairs.indices)
  func axisOfExtentOne(index: Int) throws {
    let pair = Self.pairs[index]
    let narrow = try #require(try SampleRun.all(LayerSample(pair.line, pair.shape)).first)
    let wide = try #require(try SampleRun.all(LayerSample(pair.wider, pair.widerShape)).first)
    #expect(narrow.pass.outputs.map(\.elements) == wide.pass.outputs.map(\.elements))
    #expect(narrow.gradients.inputs.map(\.elements) == wide.gradients.inputs.map(\.elements))
    #expect(
      narrow.gradients.parameters.map(\.elements) == wide.gradients.parameters.map(\.elements))
  }

  /// `scipy.signal.correlate(range(27) as 3×3×3, range(8) as 2×2×2, "valid")`
  @Test("A convolution over a volume with whole numbers")
  func wholeNumbers() throws {
    let layer = try LayerCatalog.layer(Word.split("conv 1 2 no-bias"))
    let x = Tensor(shape: [1, 1, 3, 3, 3], elements: (0..<27).map(Float.init))
    let w = Tensor(shape: [1, 1, 2, 2, 2], elements: (0..<8).map(Float.init))
    let y = layer.forward(ForwardPass(inputs: [x], parameters: [w])).outputs[0]
    #expect(y.shape == [1, 1, 2, 2, 2])
    #expect(y.elements == [268, 296, 352, 380, 520, 548, 604, 632])
  }

  @Test(
    "A line whose numbers are for another count of axes is refused",
    arguments: [
      LayerSample("conv 2 3x3", [1, 2, 9]), LayerSample("conv 2 3x3", [1, 2, 5, 5, 5]),
      LayerSample("conv 2 3 stride 1x2", [1, 2, 9]), LayerSample("maxpool 2x2x2", [1, 2, 4, 4]),
      LayerSample("avgpool 2 pad 1,1,1,1", [1, 2, 9]),
      LayerSample("deconv 2 3 output-pad 1x1", [1, 2, 9]),
    ])
  func otherCounts(sample: LayerSample) throws {
    let layer = try LayerCatalog.layer(sample.words)
    #expect(throws: ShapeError.self) { try layer.outputShapes(for: sample.inputs) }
  }
}
