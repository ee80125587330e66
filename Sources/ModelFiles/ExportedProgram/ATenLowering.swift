import CNNModel

/// How an operator of ATen becomes nodes of a graph.
///
/// A new operator is one line in the list of its family. Method: `native_functions.yaml` of PyTorch,
/// whose defaults hold where an argument is not in the file.
enum ATenLowering {
  typealias Lower = @Sendable (ATenCall) throws(NodeError) -> Void
  typealias Row = (String, Lower)

  /// Every supported operator, by its name without overload.
  static let all: [String: Lower] = {
    let families = [
      products, windows, normalizations, elementwise, arithmetic, shaping, reductions,
    ]
    return Dictionary(uniqueKeysWithValues: families.joined().map { ($0.0, $0.1) })
  }()

  /// An operator of one input that is one of ONNX.
  static func unary(_ kind: String, _ attributes: [ProtoAttribute] = []) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      try call.add(kind, [call.input()], attributes)
    }
  }
}

// MARK: Sums of products

extension ATenLowering {
  private static let products: [Row] = [
    ("conv1d", convolve), ("conv2d", convolve), ("conv3d", convolve), ("convolution", convolve),
    ("conv_transpose1d", transposed), ("conv_transpose2d", transposed),
    ("conv_transpose3d", transposed), ("linear", linear), ("addmm", addedProduct),
    ("matmul", product), ("mm", product), ("bmm", product),
    ("scaled_dot_product_attention", attention),
  ]

  @Sendable
  private static func convolve(_ call: ATenCall) throws(NodeError) {
    if call.flag("transposed") == true { return try transposed(call) }
    let axes = max(0, try call.shape("weight").count - 2)
    var attributes = try window(call, axes)
    if call.text("padding") == "same" {
      attributes.append(.string("auto_pad", "SAME_UPPER"))
    } else if call.text("padding") == nil {
      attributes.append(try pads(call, axes))
    }
    try call.add("Conv", operands(call), attributes)
  }

  /// Input, kernel and, where there is one, bias.
  private static func operands(_ call: ATenCall) throws(NodeError) -> [String] {
    [try call.input(), try call.input("weight")] + [call.tensor("bias")].compactMap(\.self)
  }

  private static func window(
    _ call: ATenCall, _ axes: Int
  ) throws(NodeError) -> [ProtoAttribute] {
    [
      .ints("strides", try call.integers("stride", axes: axes, default: 1)),
      .ints("dilations", try call.integers("dilation", axes: axes, default: 1)),
      .int("group", call.integer("groups") ?? 1),
    ]
  }

  static func pads(_ call: ATenCall, _ axes: Int) throws(NodeError) -> ProtoAttribute {
    let amounts = try call.integers("padding", axes: axes, default: 0)
    return .ints("pads", amounts + amounts)
  }

  @Sendable
  private static func transposed(_ call: ATenCall) throws(NodeError) {
    let axes = max(0, try call.shape("weight").count - 2)
    let more = try call.integers("output_padding", axes: axes, default: 0)
    try call.add(
      "ConvTranspose", operands(call),
      window(call, axes) + [pads(call, axes), .ints("output_padding", more)])
  }

  /// `x·Wᵀ + b`, over the last axis of any number of them.
  @Sendable
  private static func linear(_ call: ATenCall) throws(NodeError) {
    guard try call.shape().count != 2 else {
      return try call.add("Gemm", operands(call), [.int("transB", 1)])
    }
    let weight = call.addBefore(
      "weight", "Transpose", [try call.input("weight")], [.ints("perm", [1, 0])])
    guard let bias = call.tensor("bias") else {
      return try call.add("MatMul", [call.input(), weight])
    }
    let product = call.addBefore("product", "MatMul", [try call.input(), weight])
    call.add("Add", [product, bias])
  }

  @Sendable
  private static func addedProduct(_ call: ATenCall) throws(NodeError) {
    let (alpha, beta) = (call.number("alpha") ?? 1, call.number("beta") ?? 1)
    try call.add(
      "Gemm", [call.input("mat1"), call.input("mat2"), call.input()],
      [.float("alpha", alpha), .float("beta", beta)])
  }

  @Sendable
  private static func product(_ call: ATenCall) throws(NodeError) {
    let other = call.tensor("other") ?? call.tensor("mat2")
    guard let other else { throw .invalid("its second matrix is no tensor") }
    try call.add("MatMul", [call.input(), other])
  }

  /// `softmax(q·kᵀ / √d)·v`.
  @Sendable
  private static func attention(_ call: ATenCall) throws(NodeError) {
    guard call.flag("is_causal") != true, call.number("dropout_p") ?? 0 == 0,
      call.flag("enable_gqa") != true
    else { throw .unsupported("a causal attention, or one with dropout, is not supported") }
    let shape = try call.shape("query")
    guard shape.count > 1, let width = shape.last, width > 0 else {
      throw .invalid("its query has no width")
    }
    let axes = Array(0..<shape.count - 2) + [shape.count - 1, shape.count - 2]
    let keys = call.addBefore("keys", "Transpose", [try call.input("key")], [.ints("perm", axes)])
    let product = call.addBefore("product", "MatMul", [try call.input("query"), keys])
    let scale = call.constant("scale", call.number("scale") ?? 1 / Double(width).squareRoot())
    var scores = call.addBefore("scores", "Mul", [product, scale])
    if let mask = call.tensor("attn_mask") {
      guard call.type("attn_mask") != .bool else {
        throw .unsupported("a mask of truth values is not supported")
      }
      scores = call.addBefore("masked", "Add", [scores, mask])
    }
    let weights = call.addBefore("weights", "Softmax", [scores], [.int("axis", -1)])
    try call.add("MatMul", [weights, call.input("value")])
  }
}

// MARK: Normalizations

extension ATenLowering {
  private static let normalizations: [Row] = [
    ("batch_norm", batchNormalization),
    ("_native_batch_norm_legit_no_training", batchNormalization),
    ("group_norm", groupNormalization), ("layer_norm", layerNormalization),
    ("instance_norm", instanceNormalization),
  ]

  private static func channels(_ call: ATenCall) throws(NodeError) -> Int {
    let shape = try call.shape()
    guard shape.count > 1, (1...1 << 20).contains(shape[1]) else {
      throw .unsupported("an open number of channels is not supported")
    }
    return shape[1]
  }

  @Sendable
  private static func batchNormalization(_ call: ATenCall) throws(NodeError) {
    guard call.flag("training") != true else {
      throw .unsupported("a batch normalization in training mode is not supported")
    }
    guard let mean = call.tensor("running_mean"), let variance = call.tensor("running_var") else {
      throw .unsupported("a batch normalization without running statistics is not supported")
    }
    let count = try channels(call)
    let scale = try call.constant("weight", [count], else: 1)
    let shift = try call.constant("bias", [count], else: 0)
    try call.add(
      "BatchNormalization", [call.input(), scale, shift, mean, variance],
      [.float("epsilon", call.number("eps") ?? 1e-5)], outputs: [call.outputs[0]])
  }

  @Sendable
  private static func groupNormalization(_ call: ATenCall) throws(NodeError) {
    let count = try channels(call)
    let scale = try call.constant("weight", [count], else: 1)
    let shift = try call.constant("bias", [count], else: 0)
    try call.add(
      "GroupNormalization", [call.input(), scale, shift],
      [
        .int("num_groups", call.integer("num_groups") ?? 1),
        .float("epsilon", call.number("eps") ?? 1e-5),
      ])
  }

  @Sendable
  private static func layerNormalization(_ call: ATenCall) throws(NodeError) {
    let shape = try call.integers("normalized_shape") ?? []
    guard !shape.isEmpty, shape.allSatisfy({ (1...1 << 20).contains($0) }) else {
      throw .invalid("its normalized_shape is no list of extents")
    }
    let scale = try call.constant("weight", shape, else: 1)
    let inputs = [try call.input(), scale] + [call.tensor("bias")].compactMap(\.self)
    call.add(
      "LayerNormalization", inputs,
      [.int("axis", -shape.count), .float("epsilon", call.number("eps") ?? 1e-5)])
  }

  @Sendable
  private static func instanceNormalization(_ call: ATenCall) throws(NodeError) {
    guard call.flag("use_input_stats") ?? true else { return try batchNormalization(call) }
    let count = try channels(call)
    let scale = try call.constant("weight", [count], else: 1)
    let shift = try call.constant("bias", [count], else: 0)
    try call.add(
      "InstanceNormalization", [call.input(), scale, shift],
      [.float("epsilon", call.number("eps") ?? 1e-5)])
  }
}
