/// The settings of a window over the spatial axes, shared by `conv` and the poolings.
struct WindowRule: Hashable, Sendable {
  var kernel: PerAxis
  var stride = PerAxis.one
  var padding = Padding.valid
  var dilation = PerAxis.one
  var fill = PaddingFill.zeros
  var isFlipped = false
  /// Whether a last partial window is included, provided that it begins before the padding after
  /// the image.
  var ceiling = false
  /// Whether the text says `stride kernel` instead of a number.
  var saysKernelForStride = false

  /// The windows over an image.
  ///
  /// - Parameter image: `[batch, channels, …]` with one to three spatial axes.
  /// - Throws: ``ShapeError`` with the arithmetic and the nearest values that fit.
  func window(over image: Shape) throws(ShapeError) -> SpatialWindow {
    try checkAxes(of: image)
    var axes: [AxisWindow] = []
    for axis in 0..<image.rank - 2 { axes.append(try axisWindow(axis, over: image)) }
    return SpatialWindow(axes: axes)
  }

  private func axisWindow(_ axis: Int, over image: Shape) throws(ShapeError) -> AxisWindow {
    let extent = image[axis + 2]
    let (kernel, stride, dilation) = (kernel[axis], stride[axis], dilation[axis])
    try checkLimits(axis)
    let reach = dilation * (kernel - 1)
    let (before, after) = padding.amounts(on: axis, reach: reach, flipped: isFlipped)
    try checkFill(axis, of: image, before: before, after: after)
    let room = extent + before + after - reach - 1
    guard extent > 0, room >= 0 else {
      throw misfit(axis, image: image, missing: -room, padded: before + after)
    }
    let outputs = outputs(room: room, stride: stride, extent: extent, before: before)
    return AxisWindow(
      extent: extent, outputs: outputs, kernel: kernel, stride: stride, dilation: dilation,
      before: before, after: after, fill: fill, isFlipped: isFlipped)
  }

  private func outputs(room: Int, stride: Int, extent: Int, before: Int) -> Int {
    guard ceiling else { return room / stride + 1 }
    let outputs = (room + stride - 1) / stride + 1
    return (outputs - 1) * stride >= extent + before ? outputs - 1 : outputs
  }

  /// The windows over an image.
  ///
  /// - Precondition: ``window(over:)`` does not throw.
  func checkedWindow(over image: Shape) -> SpatialWindow {
    do { return try window(over: image) } catch {
      preconditionFailure("window over an unchecked \(image): \(error)")
    }
  }

  /// The interval of cells that the windows of an interval of outputs cover, along an axis of the
  /// tensor.
  func sources(of outputs: ClosedRange<Int>, axis: Int, image: Shape) -> ClosedRange<Int>? {
    guard axis >= 2, axis < image.rank else { return nil }
    return checkedWindow(over: image).axes[axis - 2].sources(of: outputs)
  }
}

/// The largest kernel, stride, padding or dilation along an axis.
let largestExtent = 1 << 12
