/// The rule by which a window is laid over an image: what `conv` and the poolings have in common.
struct WindowRule: Hashable, Sendable {
  var kernel: Pair
  var stride = Pair.one
  var padding = Padding.valid
  var dilation = Pair.one
  var fill = PaddingFill.zeros
  var isFlipped = false
  /// Whether a last window that hangs over the end counts, as long as it begins before the padding
  /// that follows.
  var ceiling = false

  /// The windows over an image.
  ///
  /// - Throws: ``ShapeError`` with the arithmetic and the nearest values that fit.
  func window(over image: Shape) throws(ShapeError) -> ImageWindow {
    ImageWindow(
      rows: try axisWindow(.rows, over: image), columns: try axisWindow(.columns, over: image))
  }

  private func axisWindow(_ axis: ImageAxis, over image: Shape) throws(ShapeError) -> AxisWindow {
    let extent = image[axis.rawValue]
    let (kernel, stride) = (axis.of(kernel), axis.of(stride))
    let dilation = axis.of(dilation)
    try checkLimits(axis)
    let reach = dilation * (kernel - 1)
    let (before, after) = padding.amounts(on: axis, reach: reach, flipped: isFlipped)
    try checkFill(axis, extent: extent, before: before, after: after)
    let room = extent + before + after - reach - 1
    guard extent > 0, room >= 0 else {
      throw misfit(axis, image: image, missing: -room, padded: before + after)
    }
    let outputs = outputs(room: room, stride: stride, extent: extent, before: before)
    return AxisWindow(
      extent: extent, outputs: outputs, kernel: kernel, stride: stride, dilation: dilation,
      before: before, after: after, fill: fill, isFlipped: isFlipped)
  }

  /// - Throws: when kernel, stride, dilation or padding is no number that a window can have.
  func checkLimits(_ axis: ImageAxis) throws(ShapeError) {
    let sizes = [kernel, stride, dilation].map(axis.of)
    let sides = [padding.amounts(on: axis, reach: 0)].flatMap { [$0.before, $0.after] }
    guard sizes.allSatisfy({ (1...largestExtent).contains($0) }),
      sides.allSatisfy({ (0...largestExtent).contains($0) })
    else {
      throw ShapeError(
        "kernel, stride and dilation go from 1 to \(largestExtent) and padding from 0 on, not "
          + (sizes + sides).map(String.init).joined(separator: ", "))
    }
  }

  private func outputs(room: Int, stride: Int, extent: Int, before: Int) -> Int {
    guard ceiling else { return room / stride + 1 }
    let outputs = (room + stride - 1) / stride + 1
    return (outputs - 1) * stride >= extent + before ? outputs - 1 : outputs
  }

  private func checkFill(
    _ axis: ImageAxis, extent: Int, before: Int, after: Int
  ) throws(ShapeError) {
    let limit = fill.limit(extent: extent)
    guard max(before, after) > limit else { return }
    throw ShapeError(
      "padding \(max(before, after)) with \(fill.rawValue) needs more than the \(extent) \(axis.name)",
      proposal: "at most \(limit) fits")
  }

  private func misfit(
    _ axis: ImageAxis, image: Shape, missing: Int, padded: Int
  ) -> ShapeError {
    let extent = image[axis.rawValue]
    let (size, dilation) = (axis.of(kernel), axis.of(dilation))
    let spread = self.dilation == .one ? "" : " at dilation \(self.dilation.plain)"
    let proposal =
      extent + padded > 0
      ? "at most \((extent + padded - 1) / dilation + 1) \(axis.name) of kernel would fit, "
        + "or \(missing) more of padding"
      : "the image has no \(axis.name)"
    return ShapeError(
      "a kernel of \(kernel)\(spread) does not fit into \(image.sample): "
        + "\(extent) + \(padded) − \(dilation)·(\(size)−1) − 1 = \(-missing) is below 0",
      proposal: proposal)
  }
}

extension WindowRule {
  /// The arguments of a line that windows have in common, by the names that they need.
  static let strideArgument = LayerGrammar.Argument(
    "stride", .pair(atLeast: 1), "cells from one place of the window to the next")
  static let padArgument = LayerGrammar.Argument(
    "pad", .padding, "cells around the image")
  static let dilationArgument = LayerGrammar.Argument(
    "dilation", .pair(atLeast: 1), "cells from one tap of the window to the next")
  static let ceilArgument = LayerGrammar.Argument(
    "ceil", .flag, "count a last window that hangs over the end")

  /// Reads what the line says of the window.
  ///
  /// - Parameter stride: the stride of a line that does not say one.
  init(_ line: LayerLine, kernel: Pair, stride: Pair) {
    self.init(kernel: kernel, stride: line.pair("stride") ?? stride)
    padding = line.padding("pad") ?? .valid
    dilation = line.pair("dilation") ?? .one
    ceiling = line.has("ceil")
  }

  /// The words that differ from what a line without them means.
  func words(defaultStride: Pair) -> [String] {
    var words: [String] = []
    if stride != defaultStride { words += ["stride", stride.plain] }
    if !padding.isNone { words += ["pad", padding.text] }
    if dilation != .one { words += ["dilation", dilation.plain] }
    if ceiling { words.append("ceil") }
    return words
  }
}
