/// The validity checks of a window.
extension WindowRule {
  /// - Throws: ``ShapeError`` when a setting is for another number of axes than the image has.
  func checkAxes(
    of image: Shape, and another: (word: String, count: Int?) = ("", nil)
  ) throws(ShapeError) {
    let axes = image.rank - 2
    let words = [
      ("kernel", kernel.axisCount), ("stride", stride.axisCount),
      ("padding", padding.axisCount), ("dilation", dilation.axisCount), another,
    ]
    for case (let word, let count?) in words where count != axes {
      throw ShapeError(
        "the \(word) has \(count) axes, but \(image.sample) has \(axes) behind its channels")
    }
  }

  /// - Throws: ``ShapeError`` when kernel, stride, dilation or padding is out of range.
  func checkLimits(_ axis: Int) throws(ShapeError) {
    let sizes = [kernel[axis], stride[axis], dilation[axis]]
    let (before, after) = padding.amounts(on: axis, reach: 0)
    guard sizes.allSatisfy({ (1...largestExtent).contains($0) }),
      [before, after].allSatisfy({ (0...largestExtent).contains($0) })
    else {
      throw ShapeError(
        "kernel, stride and dilation go from 1 to \(largestExtent) and padding from 0 on, not "
          + (sizes + [before, after]).map(String.init).joined(separator: ", "))
    }
  }

  func checkFill(
    _ axis: Int, of image: Shape, before: Int, after: Int
  ) throws(ShapeError) {
    let limit = fill.limit(extent: image[axis + 2])
    guard max(before, after) > limit else { return }
    throw ShapeError(
      "padding \(max(before, after)) with \(fill.rawValue) needs more than the "
        + "\(image[axis + 2]) \(Self.name(axis, of: image))",
      proposal: "at most \(limit) fits")
  }

  func misfit(_ axis: Int, image: Shape, missing: Int, padded: Int) -> ShapeError {
    let (extent, name) = (image[axis + 2], Self.name(axis, of: image))
    let (size, dilation) = (kernel[axis], dilation[axis])
    let spread = self.dilation.isEverywhere(1) ? "" : " at dilation \(self.dilation.plain)"
    let proposal =
      extent + padded > 0
      ? "at most \((extent + padded - 1) / dilation + 1) \(name) of kernel would fit, "
        + "or \(missing) more of padding"
      : "the image has no \(name)"
    return ShapeError(
      "a kernel of \(kernel.over(image.rank - 2))\(spread) does not fit into \(image.sample): "
        + "\(extent) + \(padded) − \(dilation)·(\(size)−1) − 1 = \(-missing) is below 0",
      proposal: proposal)
  }

  private static func name(_ axis: Int, of image: Shape) -> String {
    SpatialAxes.names(image.rank - 2)[axis]
  }
}
