import CNNModel

// MARK: Poolings and resizing

extension ATenLowering {
  static let windows: [Row] =
    [1, 2, 3].flatMap { axes -> [Row] in
      [
        ("max_pool\(axes)d", maxPool(axes)), ("max_pool\(axes)d_with_indices", maxPool(axes)),
        ("avg_pool\(axes)d", averagePool(axes)),
        ("adaptive_avg_pool\(axes)d", adaptivePool(axes, "GlobalAveragePool", "AveragePool")),
        ("adaptive_max_pool\(axes)d", adaptivePool(axes, "GlobalMaxPool", "MaxPool")),
        ("upsample_nearest\(axes)d", resize(axes, "nearest")),
      ]
    } + [
      ("upsample_linear1d", resize(1, "linear")), ("upsample_bilinear2d", resize(2, "linear")),
      ("upsample_trilinear3d", resize(3, "linear")), ("upsample_bicubic2d", resize(2, "cubic")),
      (
        "pixel_shuffle",
        { (call) throws(NodeError) in
          try call.add(
            "DepthToSpace", [call.input()],
            [.int("blocksize", call.integer("upscale_factor") ?? 1), .string("mode", "CRD")])
        }
      ),
    ]

  private static func window(
    _ call: ATenCall, _ axes: Int
  ) throws(NodeError) -> [ProtoAttribute] {
    let kernel = try call.integers("kernel_size", axes: axes, default: 1)
    let hasStride = try call.integers("stride")?.isEmpty == false
    let stride = hasStride ? try call.integers("stride", axes: axes, default: 1) : kernel
    return [
      .ints("kernel_shape", kernel), .ints("strides", stride), try pads(call, axes),
      .int("ceil_mode", call.flag("ceil_mode") == true ? 1 : 0),
    ]
  }

  private static func maxPool(_ axes: Int) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      let dilation = try call.integers("dilation", axes: axes, default: 1)
      try call.add("MaxPool", [call.input()], window(call, axes) + [.ints("dilations", dilation)])
    }
  }

  private static func averagePool(_ axes: Int) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      guard call.integer("divisor_override") == nil else {
        throw .unsupported("divisor_override is not supported")
      }
      let counts = call.flag("count_include_pad") ?? true
      try call.add(
        "AveragePool", [call.input()],
        window(call, axes) + [.int("count_include_pad", counts ? 1 : 0)])
    }
  }

  /// Over the whole image, or in windows of one size where the output divides the image.
  private static func adaptivePool(_ axes: Int, _ whole: String, _ windows: String) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      let sizes = try call.integers("output_size", axes: axes, default: 1)
      guard sizes.contains(where: { $0 != 1 }) else { return try call.add(whole, [call.input()]) }
      let image = try call.shape().suffix(axes)
      let fits = zip(image, sizes).allSatisfy { $1 > 0 && $0 > 0 && $0 % $1 == 0 }
      guard fits, image.count == axes else {
        throw .unsupported(
          "an output of \(sizes) over an image of \(Array(image)) needs windows of several sizes")
      }
      let kernel = zip(image, sizes).map { $0 / $1 }
      try call.add(
        windows, [call.input()], [.ints("kernel_shape", kernel), .ints("strides", kernel)])
    }
  }

  private static func resize(_ axes: Int, _ mode: String) -> Lower {
    { (call: ATenCall) throws(NodeError) in
      let alignsCorners = call.flag("align_corners") == true
      let coordinates =
        mode == "nearest" ? "asymmetric" : alignsCorners ? "align_corners" : "pytorch_half_pixel"
      var attributes: [ProtoAttribute] = [
        .string("mode", mode), .string("coordinate_transformation_mode", coordinates),
      ]
      if mode == "nearest" { attributes.append(.string("nearest_mode", "floor")) }
      if mode == "cubic" { attributes.append(.float("cubic_coeff_a", -0.75)) }
      if let factors = call.numbers("scale_factors"), factors.count == axes {
        let scales = Tensor(shape: [axes + 2], elements: [1, 1] + factors.map { Float($0) })
        let name = call.builder.constant("\(call.outputs[0])_scales", NumericArray(scales))
        return try call.add("Resize", [call.input(), "", name], attributes)
      }
      guard let size = try call.integers("output_size"), size.count == axes else {
        throw .unsupported("a resizing without fixed sizes is not supported")
      }
      let lead = try call.shape().prefix(2).map { max($0, 1) }
      let sizes = call.constant("sizes", lead + size)
      try call.add("Resize", [call.input(), "", "", sizes], attributes)
    }
  }
}
