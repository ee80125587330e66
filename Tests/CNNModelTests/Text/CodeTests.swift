import CNNModel
import LayerSamples
import Testing

@Suite("Code for reading")
struct CodeTests {
  private func lines(_ text: String, _ dialect: CodeDialect) throws -> [String] {
    try Network(text: text, title: "test").code(for: dialect).split(separator: "\n").map(
      String.init)
  }

  @Test("PyTorch")
  func pytorch() throws {
    let lines = try lines(
      """
      input 3x9x9
      conv 4 3x5 stride 2 pad 1,2,0,1 no-bias
      train: prelu
      maxpool 2 stride 1
      side: relu from train
      crop: maxpool 2 stride 1
      add from maxpool1, crop
      flatten
      linear 10
      """, .pytorch)
    for line in [
      "        self.conv1 = nn.Conv2d(3, 4, (3, 5), stride=2, bias=False)"
        + "  # conv 4 3x5 stride 2 pad 1,2,0,1 no-bias",
      "        conv1 = self.conv1(F.pad(input, (2, 1, 1, 0)))",
      "        self.train_ = nn.PReLU(num_parameters=4)  # prelu",
      "        self.maxpool1 = nn.MaxPool2d(2, stride=1)  # maxpool 2 stride 1",
      "        add1 = maxpool1 + crop",
      "        return linear1",
    ] {
      #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))")
    }
  }

  @Test("Keras")
  func keras() throws {
    let lines = try lines(
      "input 2x8x8; conv 4 3x3 pad same pad-with reflect; batchnorm; avgpool 2; flatten; linear 3",
      .keras)
    for line in [
      "input = keras.Input((2, 8, 8))",
      "batchnorm1 = layers.BatchNormalization(axis=1, momentum=0.9, epsilon=1e-05)(conv1)"
        + "  # batchnorm",
      "flatten1 = layers.Reshape((64,))(avgpool1)  # flatten",
      "linear1 = layers.Dense(3)(flatten1)  # linear 3",
      "model = keras.Model(input, linear1)",
    ] {
      #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))")
    }
    #expect(lines.contains { $0.hasPrefix("conv1 = layers.Conv2D(4, 3)(ops.pad(input, ((0, 0)") })
  }

  /// The layers that are exported as a line to be filled in.
  private static let withoutWords: Set<String> = [
    "fourier", "nms", "reverse-sequence", "scatter-nd", "quantize", "dequantize", "requantize",
    "dynamic-quantize", "quantized", "integer-conv", "integer-matmul",
  ]

  /// Layers that a library has no function for, with some of their options.
  private static let partlyMissing: Set<String> = [
    "resize", "gather-nd", "cumulate", "fold", "grid-sample", "roi-align", "roi-pool",
    "scatter-elements", "topk", "unique", "unpool",
  ]

  @Test(
    "Every layer of the catalog but a few has words in both libraries",
    arguments: CodeDialect.allCases)
  func everyLayer(_ dialect: CodeDialect) throws {
    var withoutWords: Set<String> = []
    for sample in LayerSample.all where sample.isInner {
      for (_, layer) in try LayerCatalog.layers(sample.words, input: sample.inputs[0]) {
        guard (try? layer.outputShapes(for: sample.inputs)) != nil else { continue }
        let names = sample.inputs.indices.map { "x\($0)" }
        guard let exportable = layer as? any CodeExportable else {
          withoutWords.insert(layer.kind)
          continue
        }
        let code = exportable.code(for: dialect, CodeCall(inputs: names, shapes: sample.inputs))
        let isMissing = code.note?.hasPrefix("missing here") ?? false
        #expect(!isMissing || Self.partlyMissing.contains(layer.kind), "\(sample.line)")
        #expect(!code.expression.isEmpty, "\(sample.line)")
      }
    }
    #expect(withoutWords == Self.withoutWords)
  }

  @Test("A parameter that no module holds")
  func constants() throws {
    let lines = try lines("input 2x3x3; shift: constant 1x2x1x1; add from input, shift", .pytorch)
    for line in [
      "        self.shift = nn.Parameter(torch.zeros((1, 2, 1, 1)))  # constant 1x2x1x1",
      "        shift = self.shift", "        add1 = input + shift",
    ] {
      #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))")
    }
  }

  @Test("Several outputs")
  func outputs() throws {
    let text =
      "input 4x2x2; split 1,3 axis 1; a: relu from split1; b: tanh from split1:1; output b, a"
    #expect(try lines(text, .pytorch).last == "        return b, a")
    #expect(try lines(text, .pytorch).contains("        b = self.b(split1[1])"))
    #expect(try lines(text, .keras).last == "model = keras.Model(input, [b, a])")
  }

  @Test("What a library has no words for is a comment")
  func unknown() {
    let call = CodeCall(inputs: ["x"], shapes: [[1, 2]])
    let code = LayerCode.unknown("split 1 1", call)
    #expect(code.expression == "x" && code.note == "missing here: split 1 1")
  }
}
