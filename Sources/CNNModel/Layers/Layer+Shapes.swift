/// Shape checks that several layers share.
extension Layer {
  /// The only input.
  ///
  /// - Throws: ``ShapeError`` when there is not exactly one.
  func single(_ inputs: [Shape]) throws(ShapeError) -> Shape {
    guard let input = inputs.first, inputs.count == 1 else {
      throw ShapeError("\(kind) takes 1 input, but \(inputs.count) are given")
    }
    return input
  }

  /// The only input, which must have spatial axes after batch and channels: `[batch, channels, …]`.
  ///
  /// - Parameter axes: the number of spatial axes; one to three where it is `nil`.
  /// - Throws: ``ShapeError`` when it has another rank.
  func singleImage(_ inputs: [Shape], axes: Int? = nil) throws(ShapeError) -> Shape {
    let input = try single(inputs)
    let found = input.rank - 2
    guard axes.map({ $0 == found }) ?? SpatialAxes.counts.contains(found) else {
      let names = ["channels"] + SpatialAxes.names(axes ?? 2)
      throw ShapeError(
        "\(kind) takes \(names.joined(separator: "×")), "
          + "but what comes before it gives \(input.sample)",
        proposal: "put it before the layer that flattens")
    }
    return input
  }
}

extension Layer {
  /// The axis as an index of at least 0; a negative number counts from the end.
  ///
  /// - Throws: ``ShapeError`` with the valid range.
  func resolved(_ axis: Int, of shape: Shape) throws(ShapeError) -> Int {
    if let resolved = shape.axis(axis) { return resolved }
    throw ShapeError(
      "\(kind) along axis \(axis) of \(shape), which has \(shape.rank) axes",
      proposal: shape.rank == 0
        ? "a single number has none" : "\(-shape.rank) to \(shape.rank - 1) fit")
  }

  /// The axis as an index of at least 0.
  ///
  /// - Precondition: the shape has the axis.
  func checked(_ axis: Int, of shape: Shape) -> Int {
    guard let resolved = shape.axis(axis) else {
      preconditionFailure("\(kind) along an unchecked axis \(axis) of \(shape)")
    }
    return resolved
  }
}

extension Layer {
  /// Checks the channels of an image against the number given in the text, and against the groups.
  ///
  /// - Throws: ``ShapeError`` with the number of channels or groups that would fit.
  func checkChannels(
    of image: Shape, _ insisted: Int?, to channels: Int, groups: Int
  ) throws(ShapeError) {
    if let insisted, insisted != image[1] {
      throw ShapeError(
        "\(kind) takes \(insisted) channels, but what comes before it gives \(image[1])",
        proposal: "write \"\(kind) \(image[1])→\(channels)\" or drop the number")
    }
    guard groups > 0, channels > 0, channels <= largestWhole else {
      throw ShapeError("\(kind) to \(channels) channels in \(groups) groups")
    }
    guard image[1] % groups == 0, channels % groups == 0 else {
      throw ShapeError.groups(groups, input: image[1], output: channels)
    }
  }
}

extension ShapeError {
  /// An error for groups that do not divide the channels, with the nearest number that would.
  static func groups(_ groups: Int, input: Int, output: Int) -> ShapeError {
    let fitting = (1...max(1, min(input, output))).filter { input % $0 == 0 && output % $0 == 0 }
    let nearest = fitting.min { ($0 - groups).magnitude < ($1 - groups).magnitude } ?? 1
    return ShapeError(
      "\(groups) groups do not divide \(input) input and \(output) output channels evenly",
      proposal: "groups \(nearest) would fit")
  }
}
