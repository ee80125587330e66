import CNNModel

extension Operator {
  static let resizing: [Operator] = [
    Operator("Resize", .likeFirst, resize),
    Operator("Upsample", .likeFirst, upsample),
  ]

  /// Before version 11 coordinates are asymmetric and the nearest cell is the one before.
  @Sendable
  private static func resize(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    guard lowering.version >= 11 else { return try upsample(lowering) }
    let input = try lowering.input(0)
    let attributes = lowering.attributes
    let axes = try attributes.wholes("axes").map { numbers throws(NodeError) in
      try input.shape.axes(numbers)
    }
    let layer = Resize(
      to: try target(lowering, input.shape, axes: axes?.count ?? input.shape.rank), axes: axes,
      kernel: try kernel(lowering), coordinates: try coordinates(lowering, input.shape, axes),
      antialiases: try attributes.flag("antialias"),
      excludesOutside: try attributes.flag("exclude_outside"))
    return [try lowering.apply(layer, input)]
  }

  private static func upsample(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let input = try lowering.input(0)
    var scales = try lowering.attributes.numbers("scales")?.map { Double($0) }
    if scales == nil, lowering.optional(1) != nil {
      scales = try lowering.known(1, "scales").doubles
    }
    if scales == nil, input.shape.rank == 4,
      let rows = try lowering.attributes.number("height_scale"),
      let columns = try lowering.attributes.number("width_scale")
    {
      scales = [1, 1, rows, columns]
    }
    guard let scales else { throw .mistake("the scales are missing") }
    try check(scales, axes: input.shape.rank)
    let mode = try lowering.attributes.text("mode") ?? "nearest"
    guard ["nearest", "linear", "bilinear"].contains(mode) else {
      throw .mistake("there is no mode \(mode.quoted)")
    }
    let layer = Resize(
      to: .scales(scales), kernel: mode == "nearest" ? .nearest(.floor) : .linear,
      coordinates: .asymmetric)
    return [try lowering.apply(layer, input)]
  }

  /// - Throws: where there is not one scale above 0 for each axis.
  private static func check(_ scales: [Double], axes: Int) throws(NodeError) {
    guard scales.count == axes else {
      throw .mistake("\(scales.count) scales do not go with \(axes) axes")
    }
    guard scales.allSatisfy({ $0 > 0 && $0 <= 0x1p30 }) else {
      throw .mistake("scales of \(scales) are not above 0")
    }
  }

  private static func target(
    _ lowering: Lowering, _ shape: Shape, axes: Int
  ) throws(NodeError) -> Resize.Target {
    if let scales = lowering.optional(2), scales.shape.count > 0 {
      let numbers = try lowering.known(2, "scales").doubles
      try check(numbers, axes: axes)
      return .scales(numbers)
    }
    guard lowering.optional(3) != nil else { throw .mistake("scales or sizes are needed") }
    let sizes = try lowering.wholes(3, "sizes")
    guard sizes.count == axes, sizes.allSatisfy({ (1...1 << 30).contains($0) }) else {
      throw .mistake("sizes of \(sizes) do not go with \(axes) axes")
    }
    let policy = try lowering.attributes.text("keep_aspect_ratio_policy") ?? "stretch"
    switch policy {
    case "stretch": return .sizes(sizes)
    case "not_larger": return .sizes(sizes, .notLarger)
    case "not_smaller": return .sizes(sizes, .notSmaller)
    default: throw .mistake("there is no keep_aspect_ratio_policy \(policy.quoted)")
    }
  }

  private static func kernel(_ lowering: Lowering) throws(NodeError) -> ResizeKernel {
    let mode = try lowering.attributes.text("mode") ?? "nearest"
    switch mode {
    case "nearest": return .nearest(try rounding(lowering))
    case "linear": return .linear
    case "cubic":
      return .cubic(try lowering.attributes.number("cubic_coeff_a") ?? -0.75)
    default: throw .mistake("there is no mode \(mode.quoted)")
    }
  }

  private static func rounding(
    _ lowering: Lowering
  ) throws(NodeError) -> ResizeKernel.Rounding {
    let mode = try lowering.attributes.text("nearest_mode") ?? "round_prefer_floor"
    switch mode {
    case "round_prefer_floor": return .preferFloor
    case "round_prefer_ceil": return .preferCeiling
    case "floor": return .floor
    case "ceil": return .ceiling
    default: throw .mistake("there is no nearest_mode \(mode.quoted)")
    }
  }

  private static func coordinates(
    _ lowering: Lowering, _ shape: Shape, _ axes: [Int]?
  ) throws(NodeError) -> ResizeCoordinates {
    let name =
      try lowering.attributes.text("coordinate_transformation_mode") ?? "half_pixel"
    switch name {
    case "half_pixel": return .halfPixel
    case "half_pixel_symmetric": return .halfPixelSymmetric
    case "pytorch_half_pixel": return .pytorchHalfPixel
    case "align_corners": return .alignCorners
    case "asymmetric": return .asymmetric
    case "tf_crop_and_resize":
      let region = try lowering.known(1, "region").doubles
      let count = axes?.count ?? shape.rank
      guard region.count == 2 * count, region.allSatisfy({ $0.magnitude <= 0x1p30 }) else {
        throw .mistake("a region of \(region.count) numbers does not go with \(count) axes")
      }
      return .crop(
        starts: Array(region[..<count]), ends: Array(region[count...]),
        extrapolation: Float(try lowering.attributes.number("extrapolation_value") ?? 0))
    default: throw .mistake("there is no coordinate_transformation_mode \(name.quoted)")
    }
  }
}
