/// Every layer type, in the order in which help and tables list them.
///
/// The parser, completion, help, the summary and the tests read the catalog; nothing else names a
/// layer type.
public enum LayerCatalog {
  /// All layer types.
  public static let all: [any Layer.Type] = [
    Input.self, Constant.self,
    Convolution.self, Deconvolution.self,
    MaxPool.self, AveragePool.self, LpPool.self, GlobalAveragePool.self, GlobalMaxPool.self,
    Flatten.self, Linear.self, LSTM.self, GRU.self, RNN.self,
    ReLU.self, ReLU6.self, LeakyReLU.self, PReLU.self, Sigmoid.self, Tanh.self, ELU.self,
    CELU.self, SELU.self, GELU.self, SiLU.self, Mish.self, Softplus.self, Softsign.self,
    HardSigmoid.self, HardSwish.self, Absolute.self, Softmax.self,
    LogSoftmax.self, ThresholdedReLU.self, Clip.self,
    Exponential.self, Logarithm.self, SquareRoot.self, ErrorFunction.self, Negation.self,
    Reciprocal.self, Floor.self, Ceiling.self, Round.self, Truncation.self, Sign.self,
    Trigonometry.self, FloatTest.self, Shrink.self, Cast.self,
    BatchNorm.self, LayerNormalization.self, InstanceNormalization.self,
    GroupNormalization.self, LocalResponseNormalization.self, Dropout.self,
    Add.self, Arithmetic.self, Comparison.self, Logic.self, Select.self, WholeDivision.self,
    BitOperation.self, MatrixProduct.self, EinsteinSum.self, FourierTransform.self,
    Reduction.self, ArgumentOfMaximum.self, ArgumentOfMinimum.self, LargestCells.self,
    Cumulation.self,
    Concatenation.self, Split.self, Upsample.self, Resize.self, GridSample.self, RoiAlign.self,
    RoiPool.self, MaxUnpool.self, Fold.self,
    Reshape.self, Transpose.self, Slice.self, Gather.self, GatherByInput.self, Pad.self,
    GatherElements.self, GatherSlices.self, ScatterElements.self, ScatterSlices.self,
    ReverseSequence.self, Triangle.self,
    Expand.self, Tile.self,
    DepthToSpace.self, SpaceToDepth.self,
    NonZero.self, Compress.self, Unique.self, NonMaxSuppression.self, RequiredValue.self,
    Quantize.self, Dequantize.self, Requantize.self, DynamicQuantize.self,
    QuantizedArithmetic.self, IntegerConvolution.self, IntegerProduct.self,
  ]

  /// Keywords that expand to several layers.
  public static let composites: [any CompositeLayer.Type] = [Separable.self]

  /// The grammars of all keywords, layers first.
  public static var grammars: [LayerGrammar] {
    all.map { $0.grammar } + composites.map { $0.grammar }
  }

  /// Parses the words of a line as a layer.
  ///
  /// - Throws: ``LineError`` when they are no layer, or a composite.
  public static func layer(_ words: [Word]) throws(LineError) -> any Layer {
    guard let keyword = words.first else {
      throw LineError("a layer is expected, but the line is empty", column: 1)
    }
    guard let type = all.first(where: { $0.grammar.keyword == keyword.text }) else {
      throw unknown(keyword)
    }
    return try type.init(try type.grammar.read(words))
  }

  /// Parses the words of a line as one layer, or as the layers of a composite with their names.
  ///
  /// - Parameter input: the shape that the line is applied to, including the batch axis; `nil` when
  ///   unknown.
  public static func layers(
    _ words: [Word], input: Shape?
  ) throws(LineError) -> [(part: String?, layer: any Layer)] {
    if let keyword = words.first,
      let type = composites.first(where: { $0.grammar.keyword == keyword.text })
    {
      return try type.init(try type.grammar.read(words)).parts(for: input)
        .map { (part: $0.name, layer: $0.layer) }
    }
    return [(nil, try layer(words))]
  }

  private static func unknown(_ keyword: Word) -> LineError {
    let keywords = grammars.map(\.keyword)
    let proposal =
      nearest(to: keyword.text, in: keywords).map { "did you mean \"\($0)\"?" }
      ?? "there are \(keywords.joined(separator: ", "))"
    return LineError(
      "there is no layer \"\(keyword.text)\"", column: keyword.column, proposal: proposal)
  }
}
