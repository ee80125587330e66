import CNNModel

// MARK: Several inputs

extension KerasLowering {
  static let merging: [Row] = [
    ("Add", merge("Add")), ("Multiply", merge("Mul")), ("Maximum", merge("Max")),
    ("Minimum", merge("Min")), ("Average", merge("Mean")),
    (
      "Subtract",
      { (call) throws(NodeError) in
        guard call.inputs.count == 2 else { throw .invalid("it takes two inputs") }
        return try call.add("Sub", call.inputs.map(\.name))
      }
    ),
    (
      "Concatenate",
      { (call) throws(NodeError) in
        let axis = try call.axis(call.settings["axis"]?.integer ?? -1)
        return try call.add("Concat", call.inputs.map(\.name), [.int("axis", axis)])
      }
    ),
  ]

  /// One operator of all inputs, or a chain of one of two.
  private static func merge(_ kind: String) -> Lower {
    { (call: KerasCall) throws(NodeError) in
      let names = call.inputs.map(\.name)
      guard ["Add", "Mul"].contains(kind), names.count > 2 else {
        return try call.add(kind, names)
      }
      var sum = names[0]
      for index in 1..<names.count - 1 {
        sum = call.builder.add(kind, [sum, names[index]], name: "\(call.name)_\(index)")
      }
      return try call.add(kind, [sum, names[names.count - 1]])
    }
  }
}

// MARK: Shapes

extension KerasLowering {
  static let shaping: [Row] =
    [
      (
        "Flatten",
        { (call) throws(NodeError) in
          try call.add("Flatten", [call.channelsLast(call.input).name], rank: 2)
        }
      ),
      ("Reshape", reshape), ("Permute", permute),
    ]
    + ["1D", "2D", "3D"].flatMap { axes -> [Row] in
      [("ZeroPadding\(axes)", pad), ("Cropping\(axes)", crop), ("UpSampling\(axes)", upsample)]
    }

  /// The order of the cells is that of Keras: channels last before and after.
  @Sendable
  private static func reshape(_ call: KerasCall) throws(NodeError) -> Value {
    let extents = call.settings["target_shape"]?.elements?.compactMap(\.integer) ?? []
    guard (1...4).contains(extents.count), extents.allSatisfy({ $0 == -1 || $0 > 0 }) else {
      throw .invalid("its target_shape is no list of one to four extents")
    }
    let input = call.channelsLast(call.input)
    let shape = call.builder.constant("\(call.name)_shape", [0] + extents)
    let last = call.builder.add("Reshape", [input.name, shape], name: "\(call.name)_reshaped")
    return call.channelsFirst(last, rank: extents.count + 1)
  }

  /// Axes in another order, counted from 1 without the batch.
  @Sendable
  private static func permute(_ call: KerasCall) throws(NodeError) -> Value {
    let axes = call.settings["dims"]?.elements?.compactMap(\.integer) ?? []
    guard axes.sorted() == Array(1..<call.input.rank) else {
      throw .invalid("its dims are not the axes 1 to \(call.input.rank - 1)")
    }
    let input = call.channelsLast(call.input)
    let last = call.builder.add(
      "Transpose", [input.name], name: "\(call.name)_permuted", [.ints("perm", [0] + axes)])
    return call.channelsFirst(last, rank: call.input.rank)
  }

  /// A number of cells before and after each spatial axis: `1`, `[1, 2]`, `[[1, 1], [2, 2]]`.
  ///
  /// - Throws: where there are not as many, or one is not ``possible``.
  private static func sides(
    _ setting: String, _ call: KerasCall
  ) throws(NodeError) -> [(before: Int, after: Int)] {
    let sides = numbers(setting, call)
    guard call.spatialAxes > 0, sides.count == call.spatialAxes else {
      throw .invalid("its \(setting) is not one number or two for each of \(call.spatialAxes) axes")
    }
    guard sides.allSatisfy({ possible.contains($0.before) && possible.contains($0.after) }) else {
      throw .invalid("its \(setting) has a number that is not from 0 to \(possible.upperBound)")
    }
    return sides
  }

  private static let possible = 0...1 << 20

  /// What a setting says of the sides of the axes; what is neither a number nor two is left out.
  private static func numbers(
    _ setting: String, _ call: KerasCall
  ) -> [(before: Int, after: Int)] {
    let axes = call.spatialAxes
    let value = call.settings[setting]
    if let one = value?.integer { return Array(repeating: (one, one), count: axes) }
    let parts = value?.elements ?? []
    let numbers = parts.compactMap(\.integer)
    // Over one axis the list is that of its two sides.
    if axes == 1, numbers.count == 2 { return [(numbers[0], numbers[1])] }
    return parts.compactMap { part -> (before: Int, after: Int)? in
      if let one = part.integer { return (one, one) }
      guard let pair = part.elements?.compactMap(\.integer), pair.count == 2 else { return nil }
      return (pair[0], pair[1])
    }
  }

  @Sendable
  private static func pad(_ call: KerasCall) throws(NodeError) -> Value {
    let sides = try sides("padding", call)
    let pads = [0, 0] + sides.map(\.before) + [0, 0] + sides.map(\.after)
    let name = call.builder.constant("\(call.name)_pads", pads)
    return try call.add("Pad", [call.input.name, name])
  }

  @Sendable
  private static func crop(_ call: KerasCall) throws(NodeError) -> Value {
    let sides = try sides("cropping", call)
    let starts = call.builder.constant("\(call.name)_starts", sides.map(\.before))
    let ends = call.builder.constant(
      "\(call.name)_ends", sides.map { $0.after == 0 ? Int(Int32.max) : -$0.after })
    let axes = call.builder.constant("\(call.name)_axes", sides.indices.map { $0 + 2 })
    return try call.add("Slice", [call.input.name, starts, ends, axes])
  }

  @Sendable
  private static func upsample(_ call: KerasCall) throws(NodeError) -> Value {
    let size = try call.integers("size", default: 2)
    guard size.allSatisfy({ (1...1024).contains($0) }) else {
      throw .invalid("its size \(size) is not from 1 to 1024")
    }
    let scales = Tensor(shape: [size.count + 2], elements: [1, 1] + size.map { Float($0) })
    let name = call.builder.constant("\(call.name)_scales", NumericArray(scales))
    let mode = call.settings["interpolation"]?.string ?? "nearest"
    guard ["nearest", "bilinear"].contains(mode) else {
      throw .unsupported("the interpolation \(mode.quoted) is not supported")
    }
    let attributes: [ProtoAttribute] =
      mode == "nearest"
      ? [
        .string("mode", "nearest"), .string("nearest_mode", "floor"),
        .string("coordinate_transformation_mode", "asymmetric"),
      ] : [.string("mode", "linear"), .string("coordinate_transformation_mode", "half_pixel")]
    return try call.add("Resize", [call.input.name, "", name], attributes)
  }
}
