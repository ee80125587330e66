import CNNModel

/// `Resize` and `Upsample`.
enum ResizingOperators {
  static let all: [Operator] = [
    Operator("Resize", .likeFirst, resize),
    Operator("Upsample", .likeFirst, upsample),
  ]

  /// Before version 11 coordinates are asymmetric and nearest rounds down.
  @Sendable
  private static func resize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    guard lowering.version >= 11 else { return try upsample(lowering) }
    let input = try lowering.input(0)
    let attributes = lowering.attributes
    let axes = try attributes.ints("axes").map { numbers throws(NodeError) in
      try input.shape.axes(numbers)
    }
    let layer = Resize(
      to: try target(lowering, input.shape, axes: axes?.count ?? input.shape.rank), axes: axes,
      kernel: try kernel(lowering), coordinates: try coordinates(lowering, input.shape, axes),
      antialiases: try attributes.flag("antialias"),
      excludesOutside: try attributes.flag("exclude_outside"))
    return try resized(lowering, layer, input)
  }

  /// Nearest neighbors are copies, which keep the bits of constants of every type.
  private static func resized(
    _ lowering: Lowering, _ layer: Resize, _ input: Operand
  ) throws(NodeError) -> [Operand] {
    if case .nearest = layer.kernel, layer.extrapolation == 0, !layer.antialiases {
      return try lowering.rearrange(layer, [input])
    }
    return [try lowering.apply(layer, input)]
  }

  private static func upsample(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    guard let scales = try upsampleScales(lowering, input.shape) else {
      throw .invalid("the scales are missing")
    }
    try check(scales, axes: input.shape.rank)
    let mode = try lowering.attributes.string("mode") ?? "nearest"
    guard ["nearest", "linear", "bilinear"].contains(mode) else {
      throw .invalid("unknown mode \(mode.quoted)")
    }
    let layer = Resize(
      to: .scales(scales), kernel: mode == "nearest" ? .nearest(.floor) : .linear,
      coordinates: .asymmetric)
    return try resized(lowering, layer, input)
  }

  private static func upsampleScales(
    _ lowering: Lowering, _ shape: Shape
  ) throws(NodeError) -> [Double]? {
    if let scales = try lowering.attributes.floats("scales") { return scales.map { Double($0) } }
    if lowering.optional(1) != nil { return try lowering.determined(1, "scales").doubles }
    guard shape.rank == 4, let rows = try lowering.attributes.float("height_scale"),
      let columns = try lowering.attributes.float("width_scale")
    else { return nil }
    return [1, 1, rows, columns]
  }

  /// - Throws: where there is not one positive scale for each axis.
  private static func check(_ scales: [Double], axes: Int) throws(NodeError) {
    guard scales.count == axes else {
      throw .invalid("\(scales.count) scales do not match \(axes) axes")
    }
    guard scales.allSatisfy({ $0 > 0 && $0 <= 0x1p30 }) else {
      throw .invalid("scales of \(scales) are not positive")
    }
  }

  private static func target(
    _ lowering: Lowering, _ shape: Shape, axes: Int
  ) throws(NodeError) -> Resize.Size {
    if let scales = lowering.optional(2), scales.shape.count > 0 {
      let numbers = try lowering.determined(2, "scales").doubles
      try check(numbers, axes: axes)
      return .scales(numbers)
    }
    guard lowering.optional(3) != nil else { throw .invalid("scales and sizes are missing") }
    let sizes = try lowering.ints(3, "sizes")
    guard sizes.count == axes, sizes.allSatisfy({ (1...1 << 30).contains($0) }) else {
      throw .invalid("sizes \(sizes) do not match \(axes) axes")
    }
    return try target(lowering, sizes: sizes)
  }

  private static func target(
    _ lowering: Lowering, sizes: [Int]
  ) throws(NodeError) -> Resize.Size {
    let policy = try lowering.attributes.string("keep_aspect_ratio_policy") ?? "stretch"
    switch policy {
    case "stretch": return .sizes(sizes)
    case "not_larger": return .sizes(sizes, .notLarger)
    case "not_smaller": return .sizes(sizes, .notSmaller)
    default: throw .invalid("unknown keep_aspect_ratio_policy \(policy.quoted)")
    }
  }

  private static func kernel(_ lowering: Lowering) throws(NodeError) -> ResizeKernel {
    let mode = try lowering.attributes.string("mode") ?? "nearest"
    switch mode {
    case "nearest": return .nearest(try rounding(lowering))
    case "linear": return .linear
    case "cubic":
      return .cubic(try lowering.attributes.float("cubic_coeff_a") ?? -0.75)
    default: throw .invalid("unknown mode \(mode.quoted)")
    }
  }

  private static func rounding(
    _ lowering: Lowering
  ) throws(NodeError) -> ResizeKernel.Rounding {
    let mode = try lowering.attributes.string("nearest_mode") ?? "round_prefer_floor"
    switch mode {
    case "round_prefer_floor": return .preferFloor
    case "round_prefer_ceil": return .preferCeiling
    case "floor": return .floor
    case "ceil": return .ceiling
    default: throw .invalid("unknown nearest_mode \(mode.quoted)")
    }
  }

  private static func coordinates(
    _ lowering: Lowering, _ shape: Shape, _ axes: [Int]?
  ) throws(NodeError) -> ResizeCoordinates {
    let name =
      try lowering.attributes.string("coordinate_transformation_mode") ?? "half_pixel"
    switch name {
    case "half_pixel": return .halfPixel
    case "half_pixel_symmetric": return .halfPixelSymmetric
    case "pytorch_half_pixel": return .pytorchHalfPixel
    case "align_corners": return .alignCorners
    case "asymmetric": return .asymmetric
    case "tf_crop_and_resize": return try crop(lowering, axes: axes?.count ?? shape.rank)
    default: throw .invalid("unknown coordinate_transformation_mode \(name.quoted)")
    }
  }

  private static func crop(_ lowering: Lowering, axes: Int) throws(NodeError) -> ResizeCoordinates {
    let region = try lowering.determined(1, "region").doubles
    guard region.count == 2 * axes, region.allSatisfy({ $0.magnitude <= 0x1p30 }) else {
      throw .invalid("a region of \(region.count) numbers does not match \(axes) axes")
    }
    return .crop(
      starts: Array(region[..<axes]), ends: Array(region[axes...]),
      extrapolation: Float(try lowering.attributes.float("extrapolation_value") ?? 0))
  }
}
