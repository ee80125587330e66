import CNNModel

/// Operators that read an image at computed places: grids, regions, deformed kernels.
enum SamplingOperators {
  static let all: [Operator] = [
    Operator("GridSample", .likeFirst, gridSample),
    Operator("AffineGrid", .likeFirst, affineGrid),
    Operator("RoiAlign", .likeFirst, roiAlign),
    Operator("MaxRoiPool", .likeFirst, roiPool),
    Operator("DeformConv", .likeFirst, DeformedConvolution.lower),
  ]

  @Sendable
  private static func gridSample(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let modes: [String: GridSample.Mode] = [
      "linear": .linear, "bilinear": .linear, "nearest": .nearest, "cubic": .cubic,
      "bicubic": .cubic,
    ]
    let name = try lowering.attributes.string("mode") ?? "linear"
    guard let mode = modes[name] else { throw .invalid("unknown mode \(name.quoted)") }
    let padding = try lowering.attributes.string("padding_mode") ?? "zeros"
    guard let paddingMode = GridSample.PaddingMode(rawValue: padding) else {
      throw .invalid("unknown padding_mode \(padding.quoted)")
    }
    let layer = GridSample(
      mode: mode, paddingMode: paddingMode,
      alignsCorners: try lowering.attributes.flag("align_corners"))
    return [try lowering.apply(layer, try lowering.input(0), try lowering.input(1))]
  }

  /// The product of every position, with a 1 behind it, and the matrix of its sample.
  @Sendable
  private static func affineGrid(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let (matrices, size) = (try lowering.input(0), try lowering.ints(1, "size"))
    let shape = try Shape(checking: size)
    let axes = shape.rank - 2
    guard (2...3).contains(axes), matrices.shape == [shape[0], axes, axes + 1] else {
      throw .invalid(
        "matrices of \(matrices.shape) do not fit a grid for \(shape): for each sample an axis more "
          + "columns than rows are expected")
    }
    let spatial = Shape(Array(shape.extents[2...]))
    guard spatial.count <= 1 << 22 else {
      throw .unsupported("a grid of \(spatial) positions is too large")
    }
    let positions = positions(
      spatial, alignsCorners: try lowering.attributes.flag("align_corners"))
    let turned = try lowering.rearrange(Transpose(order: [0, 2, 1]), [matrices])[0]
    let product = try lowering.apply(MatrixProduct(), Operand(NumericArray(positions)), turned)
    return [try lowering.reshape(product, to: Shape([shape[0]] + spatial.extents + [axes]))]
  }

  /// The normalized coordinates of every cell, columns first, with a 1 behind them.
  private static func positions(_ spatial: Shape, alignsCorners: Bool) -> Tensor {
    let axes = spatial.extents.map { extent in
      (0..<extent).map { cell -> Double in
        guard alignsCorners else { return (2 * Double(cell) + 1) / Double(extent) - 1 }
        return extent > 1 ? 2 * Double(cell) / Double(extent - 1) - 1 : 0
      }
    }
    let elements = (0..<spatial.count).flatMap { offset in
      let cell = spatial.position(at: offset).indices
      return cell.indices.reversed().map { Float(axes[$0][cell[$0]]) } + [1]
    }
    return Tensor(shape: [spatial.count, spatial.rank + 1], elements: elements)
  }

  @Sendable
  private static func roiAlign(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    let attributes = lowering.attributes
    let name = try attributes.string("mode") ?? "avg"
    guard let mode = ["avg": RoiAlign.Mode.mean, "max": .largest][name] else {
      throw .invalid("unknown mode \(name.quoted)")
    }
    // Before version 16 there was no shift by half a cell.
    let usual = lowering.version < 16 ? "output_half_pixel" : "half_pixel"
    let coordinates = try attributes.string("coordinate_transformation_mode") ?? usual
    guard ["half_pixel", "output_half_pixel"].contains(coordinates) else {
      throw .invalid("unknown coordinate_transformation_mode \(coordinates.quoted)")
    }
    let size = [
      try attributes.int("output_height") ?? 1, try attributes.int("output_width") ?? 1,
    ]
    let points = try attributes.int("sampling_ratio") ?? 0
    guard (0...1024).contains(points) else {
      throw .invalid("a sampling_ratio of \(points) is not from 0 to 1024")
    }
    let layer = RoiAlign(
      size: try regionSize(size), mode: mode, points: points,
      scale: try attributes.float("spatial_scale") ?? 1,
      countsFromEdge: coordinates == "half_pixel")
    let inputs = [try lowering.input(0), try lowering.input(1), try lowering.input(2)]
    return try lowering.outputs(of: layer, inputs)
  }

  @Sendable
  private static func roiPool(_ lowering: Lowering) throws(NodeError) -> [Operand] {
    guard let size = try lowering.attributes.ints("pooled_shape"), size.count == 2 else {
      throw .invalid("pooled_shape is not two numbers")
    }
    let layer = RoiPool(
      size: try regionSize(size), scale: try lowering.attributes.float("spatial_scale") ?? 1)
    return [try lowering.apply(layer, try lowering.input(0), try lowering.input(1))]
  }

  private static func regionSize(_ size: [Int]) throws(NodeError) -> PerAxis {
    guard size.allSatisfy({ (1...1 << 12).contains($0) }) else {
      throw .invalid("regions of \(size) bins are not possible")
    }
    return PerAxis(size)
  }
}
