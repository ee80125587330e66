/// Transposed convolution: each input cell adds the kernel, scaled by its value, to a window of the
/// output; where windows overlap, the products are summed.
///
/// `y[n,o,i·s + k·d − p, j·s + l·d − p] += w[c,o,k,l] · x[n,c,i,j]`, plus `b[o]`. It is the input
/// gradient of a convolution, not the inverse of one, as in PyTorch (`ConvTranspose1d`,
/// `ConvTranspose2d`, `ConvTranspose3d`) and ONNX (`ConvTranspose`).
///
/// Shapes: `[batch, in, rows, columns]` → `[batch, out, rows′, columns′]` with
/// `rows′ = (rows − 1)·stride − before − after + dilation·(kernel − 1) + output-pad + 1`.
/// The weight is `[in, out / groups, kernel rows, kernel columns]`, the bias `[out]`.
package struct Deconvolution: ConvolutionLayer {
  package let channels: Int
  package let inputChannels: Int?
  package let groups: Int
  package let hasBias: Bool
  package let outputPadding: PerAxis
  let rule: WindowRule

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs, axes: rule.kernel.axisCount)
    try checkChannels(of: image, inputChannels, to: channels, groups: groups)
    return [Shape([image[0], channels] + (try outputWindow(of: image)).extents)]
  }

  /// The windows over the *output*, one for each input cell.
  private func outputWindow(of image: Shape) throws(ShapeError) -> SpatialWindow {
    try rule.checkAxes(of: image, and: ("output-pad", outputPadding.axisCount))
    var axes: [AxisWindow] = []
    for (axis, name) in SpatialAxes.names(image.rank - 2).enumerated() {
      axes.append(try axisWindow(axis, inputs: image[axis + 2], name))
    }
    return SpatialWindow(axes: axes)
  }

  private func axisWindow(
    _ axis: Int, inputs: Int, _ name: String
  ) throws(ShapeError) -> AxisWindow {
    let (kernel, stride, dilation) = (rule.kernel[axis], rule.stride[axis], rule.dilation[axis])
    let extra = outputPadding[axis]
    try rule.checkLimits(axis)
    let (before, after) = rule.padding.amounts(on: axis, reach: dilation * (kernel - 1))
    guard extra >= 0, extra < max(stride, dilation) else {
      throw ShapeError(
        "output-pad \(extra) is not below stride \(stride) or dilation \(dilation)",
        proposal: "at most \(max(stride, dilation) - 1) fits")
    }
    let extent = (inputs - 1) * stride - before - after + dilation * (kernel - 1) + extra + 1
    guard inputs > 0, extent > 0 else {
      throw ShapeError(
        "(\(inputs) − 1)·\(stride) − \(before) − \(after) + \(dilation)·(\(kernel)−1) + \(extra) + 1 "
          + "= \(extent) leaves no \(name)",
        proposal: "\(max(0, before + after + extent - 1)) cells of padding in all would fit")
    }
    return AxisWindow(
      extent: extent, outputs: inputs, kernel: kernel, stride: stride, dilation: dilation,
      before: before, after: after)
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ geometry: ConvolutionGeometry
  ) -> PlainArray<S> {
    let y = Loops.transposedConvolution(
      inputs[0].elements, weight: parameters[0].elements,
      bias: hasBias ? parameters[1].elements : nil, geometry)
    return PlainArray(shape: geometry.wideShape, elements: y)
  }

  func backward(_ pass: BackwardPass, _ geometry: ConvolutionGeometry) -> Gradients {
    let gradient = pass.gradient.elements
    let gx = Loops.convolution(gradient, weight: pass.parameters[0].elements, bias: nil, geometry)
    let gw = Loops.weightGradient(wide: gradient, narrow: pass.input.elements, geometry)
    return Gradients(
      inputs: [Tensor(shape: geometry.narrowShape, elements: gx)],
      parameters: parameterGradients(gw, gradient, plane: geometry.widePlane, geometry))
  }

  /// - Precondition: the layer accepts the shapes.
  func geometry(_ shapes: [Shape]) -> ConvolutionGeometry {
    do {
      return ConvolutionGeometry(
        batch: shapes[0][0], wideChannels: channels, narrowChannels: shapes[0][1], groups: groups,
        window: try outputWindow(of: shapes[0]))
    } catch {
      preconditionFailure("\(kind) over an unchecked \(shapes[0]): \(error)")
    }
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    geometry(inputs).window.axes.enumerated().map { axis, w in
      let extra = outputPadding[axis]
      let padding = w.before == w.after ? "2·\(w.before)" : "(\(w.before) + \(w.after))"
      return
        "\(w.extent) = (\(w.outputs)−1)·\(w.stride) − \(padding) + \(w.dilation)·(\(w.kernel)−1) + \(extra) + 1"
    }.distinctLines
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard axis >= 2, axis < inputs[0].rank else { return nil }
    let window = geometry(inputs).window.axes[axis - 2]
    let first = outputs.lowerBound + window.before - window.reach + 1
    let last = outputs.upperBound + window.before
    let lower = Int((Double(first) / Double(window.stride)).rounded(.up))
    let upper = Int((Double(last) / Double(window.stride)).rounded(.down))
    return min(lower, upper)...max(lower, upper)
  }
}

extension Deconvolution: TransposedWindowed {
  package func outputWindow(for inputs: [Shape]) -> SpatialWindow { geometry(inputs).window }
}

extension Deconvolution: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .transposedConvolution(geometry(inputs), hasBias: hasBias)
  }
}
