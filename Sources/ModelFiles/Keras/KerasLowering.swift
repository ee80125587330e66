import CNNModel

/// How a layer of Keras becomes nodes of a graph.
///
/// A new layer is one line in the list of its family.
enum KerasLowering {
  typealias Value = KerasModel.Value
  typealias Lower = @Sendable (KerasCall) throws(NodeError) -> Value

  /// Every supported layer, by its class.
  static let all: [String: Lower] = {
    let families = [convolutions, poolings, normalizations, activations, merging, shaping]
    return Dictionary(uniqueKeysWithValues: families.joined().map { ($0.0, $0.1) })
  }()

  typealias Row = (String, Lower)
}

// MARK: Sums of products

extension KerasLowering {
  private static let convolutions: [Row] = [
    ("Conv1D", convolve), ("Conv2D", convolve), ("Conv3D", convolve),
    ("DepthwiseConv1D", depthwise), ("DepthwiseConv2D", depthwise),
    ("SeparableConv1D", separable), ("SeparableConv2D", separable),
    ("Conv1DTranspose", transposed), ("Conv2DTranspose", transposed),
    ("Conv3DTranspose", transposed), ("Dense", dense),
  ]

  private static func window(_ call: KerasCall) throws(NodeError) -> [ProtoAttribute] {
    [
      .ints("strides", try call.integers("strides")),
      .ints("dilations", try call.integers("dilation_rate")), try call.padding(),
    ]
  }

  @Sendable
  private static func convolve(_ call: KerasCall) throws(NodeError) -> Value {
    let weights = try [call.constant("kernel")] + call.bias()
    let groups = call.settings["groups"]?.integer ?? 1
    return try call.add(
      "Conv", [call.input.name] + weights, try window(call) + [.int("group", groups)])
  }

  @Sendable
  private static func depthwise(_ call: KerasCall) throws(NodeError) -> Value {
    let groups = try groups(of: call)
    let weights = try [call.constant("depthwise_kernel")] + call.bias()
    return try call.add(
      "Conv", [call.input.name] + weights, try window(call) + [.int("group", groups)])
  }

  /// The channels of the input of a depthwise kernel.
  private static func groups(of call: KerasCall) throws(NodeError) -> Int {
    let multiplier = call.settings["depth_multiplier"]?.integer ?? 1
    let kernel = try call.weight("depthwise_kernel").shape
    guard kernel.rank > 2 else {
      throw .invalid("its depthwise_kernel is \(kernel), but has at least 3 axes in Keras")
    }
    let outputs = kernel[0]
    guard multiplier > 0, outputs % multiplier == 0 else {
      throw .invalid("a depth_multiplier of \(multiplier) does not fit \(outputs) channels")
    }
    return outputs / multiplier
  }

  @Sendable
  private static func separable(_ call: KerasCall) throws(NodeError) -> Value {
    let groups = try groups(of: call)
    let kernel = try call.constant("depthwise_kernel")
    let first = call.builder.add(
      "Conv", [call.input.name, kernel], name: "\(call.name)_depthwise",
      try window(call) + [.int("group", groups)])
    let weights = try [call.constant("pointwise_kernel")] + call.bias()
    return try call.add("Conv", [first] + weights)
  }

  @Sendable
  private static func transposed(_ call: KerasCall) throws(NodeError) -> Value {
    guard call.settings["output_padding"]?.isNull ?? true else {
      throw .unsupported("output_padding is not supported")
    }
    let weights = try [call.constant("kernel")] + call.bias()
    return try call.add(
      "ConvTranspose", [call.input.name] + weights,
      try window(call) + [.ints("output_padding", try cellsBehind(call))])
  }

  /// The cells that a transposed convolution adds behind its output: with a kernel that reaches less
  /// far than the stride, Keras makes the output `inputs · stride` long.
  private static func cellsBehind(_ call: KerasCall) throws(NodeError) -> [Int] {
    let strides = try call.integers("strides")
    let dilations = try call.integers("dilation_rate")
    let kernel = Array(try call.weight("kernel").shape.extents.dropFirst(2))
    guard (strides + dilations + kernel).allSatisfy({ (1...1 << 20).contains($0) }) else {
      throw .invalid("its strides \(strides) or dilations \(dilations) are not possible")
    }
    return zip(strides, zip(kernel, dilations)).map { stride, window in
      max(0, stride - (window.0 - 1) * window.1 - 1)
    }
  }

  /// Behind the batch and one axis a matrix, behind more axes a convolution of single cells.
  @Sendable
  private static func dense(_ call: KerasCall) throws(NodeError) -> Value {
    let bias = try call.bias()
    guard call.input.rank > 2 else {
      let kernel = try call.constant("kernel")
      return try call.add("Gemm", [call.input.name, kernel] + bias, [.int("transB", 1)])
    }
    let matrix = try call.weight("kernel")
    let ones = [Int](repeating: 1, count: call.spatialAxes)
    let kernel = call.builder.constant(
      "\(call.layer).kernel", matrix.reshaped(to: Shape(matrix.shape.extents + ones)))
    return try call.add("Conv", [call.input.name, kernel] + bias)
  }
}

// MARK: Poolings

extension KerasLowering {
  private static let poolings: [Row] = ["1D", "2D", "3D"].flatMap { axes -> [Row] in
    [
      ("MaxPooling\(axes)", pool("MaxPool")), ("AveragePooling\(axes)", pool("AveragePool")),
      ("GlobalMaxPooling\(axes)", globalPool("GlobalMaxPool")),
      ("GlobalAveragePooling\(axes)", globalPool("GlobalAveragePool")),
    ]
  }

  private static func pool(_ kind: String) -> Lower {
    { (call: KerasCall) throws(NodeError) in
      let size = try call.integers("pool_size", default: 2)
      let hasStrides = call.settings["strides"].map { !$0.isNull } ?? false
      let strides = hasStrides ? try call.integers("strides") : size
      return try call.add(
        kind, [call.input.name],
        [.ints("kernel_shape", size), .ints("strides", strides), try call.padding()])
    }
  }

  private static func globalPool(_ kind: String) -> Lower {
    { (call: KerasCall) throws(NodeError) in
      guard !call.flag("keepdims", default: false) else {
        return try call.add(kind, [call.input.name])
      }
      call.builder.add(kind, [call.input.name], name: "\(call.name)_pool")
      return try call.add("Flatten", ["\(call.name)_pool"], rank: 2)
    }
  }
}

// MARK: Normalizations

extension KerasLowering {
  private static let normalizations: [Row] = [
    ("BatchNormalization", batchNormalization), ("LayerNormalization", layerNormalization),
    ("Rescaling", rescaling),
  ]

  @Sendable
  private static func batchNormalization(_ call: KerasCall) throws(NodeError) -> Value {
    let axis = call.settings["axis"]?.integer ?? call.settings["axis"]?.elements?.first?.integer
    guard try call.axis(axis ?? -1) == 1 else {
      throw .unsupported("only a normalization of the channels is supported")
    }
    let mean = try call.constant("moving_mean")
    let variance = try call.constant("moving_variance")
    let channels = try call.weight("moving_mean").count
    let scale = try parameter("gamma", if: "scale", channels, 1, call)
    let shift = try parameter("beta", if: "center", channels, 0, call)
    return try call.add(
      "BatchNormalization", [call.input.name, scale, shift, mean, variance],
      [.float("epsilon", call.number("epsilon") ?? 1e-3)])
  }

  /// A weight, or the number that it has where the layer does without it.
  private static func parameter(
    _ name: String, if setting: String, _ count: Int, _ number: Float, _ call: KerasCall
  ) throws(NodeError) -> String {
    guard call.flag(setting, default: true) else {
      return try call.builder.constant("\(call.layer).\(name)", number, extents: [count])
    }
    return try call.constant(name)
  }

  @Sendable
  private static func layerNormalization(_ call: KerasCall) throws(NodeError) -> Value {
    let axis = call.settings["axis"]?.integer ?? call.settings["axis"]?.elements?.first?.integer
    guard try call.axis(axis ?? -1) == 1, call.settings["axis"]?.elements?.count ?? 1 == 1 else {
      throw .unsupported("only a normalization over the channels is supported")
    }
    let gamma = call.flag("scale", default: true) ? try call.weight("gamma") : nil
    let beta = call.flag("center", default: true) ? try call.weight("beta") : nil
    guard let count = (gamma ?? beta)?.count else {
      throw .unsupported("a layer normalization without weights is not supported")
    }
    let scale = try parameter("gamma", if: "scale", count, 1, call)
    let shift = try parameter("beta", if: "center", count, 0, call)
    let input = call.channelsLast(call.input)
    let last = call.builder.add(
      "LayerNormalization", [input.name, scale, shift], name: "\(call.name)_normalized",
      [.int("axis", -1), .float("epsilon", call.number("epsilon") ?? 1e-3)])
    return call.channelsFirst(last, rank: call.input.rank)
  }

  @Sendable
  private static func rescaling(_ call: KerasCall) throws(NodeError) -> Value {
    guard let factor = call.number("scale") else {
      throw .unsupported("only a single scale is supported")
    }
    guard let start = call.settings["offset"] == nil ? 0 : call.number("offset") else {
      throw .unsupported("only a single offset is supported")
    }
    let scale = call.builder.constant("\(call.layer).scale", factor)
    let offset = call.builder.constant("\(call.layer).offset", start)
    call.builder.add("Mul", [call.input.name, scale], name: "\(call.name)_scaled")
    return try call.add("Add", ["\(call.name)_scaled", offset])
  }
}

// MARK: Activations

extension KerasLowering {
  private static let activations: [Row] = [
    (
      "Activation",
      { (call) throws(NodeError) in
        guard let function = try call.activation(), function != "linear" else {
          return try identity(call)
        }
        return try KerasActivations.add(function, to: call.input, call, name: call.name)
      }
    ),
    ("ReLU", rectifier), ("PReLU", slopes),
    (
      "LeakyReLU",
      { (call) throws(NodeError) in
        let slope = call.number("negative_slope") ?? call.number("alpha") ?? 0.3
        return try call.add("LeakyRelu", [call.input.name], [.float("alpha", slope)])
      }
    ),
    (
      "ELU",
      { (call) throws(NodeError) in
        try call.add("Elu", [call.input.name], [.float("alpha", call.number("alpha") ?? 1)])
      }
    ),
    (
      "Softmax",
      { (call) throws(NodeError) in
        let axis = try call.axis(call.settings["axis"]?.integer ?? -1)
        return try call.add("Softmax", [call.input.name], [.int("axis", axis)])
      }
    ),
    ("Dropout", dropout), ("SpatialDropout1D", identity), ("SpatialDropout2D", identity),
    ("GaussianNoise", identity), ("GaussianDropout", identity), ("AlphaDropout", identity),
    ("ActivityRegularization", identity),
  ]

  @Sendable
  private static func identity(_ call: KerasCall) throws(NodeError) -> Value {
    call.builder.add("Identity", [call.input.name], name: call.name)
    return Value(name: call.name, rank: call.input.rank)
  }

  @Sendable
  private static func dropout(_ call: KerasCall) throws(NodeError) -> Value {
    let rate = call.builder.constant("\(call.layer).rate", call.number("rate") ?? 0.5)
    return try call.add("Dropout", [call.input.name, rate])
  }

  /// `max(0, x)`, from `threshold` on, up to `max_value`, with a slope below.
  @Sendable
  private static func rectifier(_ call: KerasCall) throws(NodeError) -> Value {
    guard call.number("threshold") ?? 0 == 0 else {
      throw .unsupported("a threshold is not supported")
    }
    let slope = call.number("negative_slope") ?? 0
    guard let most = call.number("max_value") else {
      guard slope != 0 else { return try call.add("Relu", [call.input.name]) }
      return try call.add("LeakyRelu", [call.input.name], [.float("alpha", slope)])
    }
    guard slope == 0 else { throw .unsupported("a slope with a max_value is not supported") }
    let low = call.builder.constant("\(call.name)_low", 0)
    let high = call.builder.constant("\(call.name)_high", most)
    return try call.add("Clip", [call.input.name, low, high])
  }

  /// A slope for each channel, or for each cell where the layer shares none.
  @Sendable
  private static func slopes(_ call: KerasCall) throws(NodeError) -> Value {
    let slopes = try call.weight("alpha")
    let rank = slopes.shape.rank
    let first = rank > 1 ? slopes.transposed([rank - 1] + Array(0..<rank - 1)) : slopes
    let name = call.builder.constant("\(call.layer).alpha", first)
    return try call.add("PRelu", [call.input.name, name])
  }
}
