extension Layer {
  /// Checks the channels of an image against those that the text insists on, and against groups.
  ///
  /// - Throws: with the number of channels or groups that would fit.
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
  /// Groups that do not divide the channels, with the numbers of groups that would.
  static func groups(_ groups: Int, input: Int, output: Int) -> ShapeError {
    let fitting = (1...max(1, min(input, output))).filter { input % $0 == 0 && output % $0 == 0 }
    let nearest = fitting.min { ($0 - groups).magnitude < ($1 - groups).magnitude } ?? 1
    return ShapeError(
      "\(groups) groups do not divide \(input) input and \(output) output channels evenly",
      proposal: "groups \(nearest) would fit")
  }
}
