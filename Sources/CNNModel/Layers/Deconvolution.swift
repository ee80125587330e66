/// Transposed convolution ("up-volution"): each input cell stamps the kernel, times its value, into
/// the output; where stamps overlap they are added.
///
/// `y[n,o,i·s + k·d − p, j·s + l·d − p] += w[c,o,k,l] · x[n,c,i,j]`, plus `b[o]`. It is the input
/// gradient of a convolution, not the inverse of one, as in PyTorch (`ConvTranspose2d`) and ONNX
/// (`ConvTranspose`).
///
/// Shapes: `[batch, in, rows, columns]` → `[batch, out, rows′, columns′]` with
/// `rows′ = (rows − 1)·stride − before − after + dilation·(kernel − 1) + output-pad + 1`.
/// The weight is `[in, out / groups, kernel rows, kernel columns]`, the bias `[out]`.
public struct Deconvolution: SingleOutputLayer, WeightedSum {
  public let channels: Int
  public let inputChannels: Int?
  public let groups: Int
  public let hasBias: Bool
  public let outputPadding: Pair
  let rule: WindowRule

  var biasAxis: Int? { 1 }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs)
    try checkChannels(of: image, inputChannels, to: channels, groups: groups)
    let rows = try axisWindow(.rows, inputs: image[2])
    let columns = try axisWindow(.columns, inputs: image[3])
    return [[image[0], channels, rows.extent, columns.extent]]
  }

  /// The window over the *output* that has a place for each input cell.
  private func axisWindow(_ axis: ImageAxis, inputs: Int) throws(ShapeError) -> AxisWindow {
    let (kernel, stride) = (axis.of(rule.kernel), axis.of(rule.stride))
    let dilation = axis.of(rule.dilation)
    let extra = axis.of(outputPadding)
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
          + "= \(extent) leaves no \(axis.name)",
        proposal: "\(max(0, before + after + extent - 1)) cells of padding in all would fit")
    }
    return AxisWindow(
      extent: extent, outputs: inputs, kernel: kernel, stride: stride, dilation: dilation,
      before: before, after: after)
  }

  public func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    let perGroup = channels / groups
    let fanIn = perGroup * rule.kernel.product
    let fanOut = inputs[0][1] / groups * rule.kernel.product
    let weight = ParameterDeclaration(
      "weight", .weight, [inputs[0][1], perGroup, rule.kernel.rows, rule.kernel.columns],
      fanIn: fanIn, fanOut: fanOut)
    guard hasBias else { return [weight] }
    return [weight, ParameterDeclaration("bias", .bias, [channels], fanIn: fanIn, fanOut: fanOut)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let geometry = geometry(inputs.map(\.shape))
    let y = Kernels.scatter(
      inputs[0].elements, weight: parameters[0].elements,
      bias: hasBias ? parameters[1].elements : nil, geometry)
    return PlainArray(shape: geometry.wideShape, elements: y)
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    let geometry = geometry(pass.shapes)
    let gradient = pass.gradient.elements
    let gx = Kernels.gather(gradient, weight: pass.parameters[0].elements, bias: nil, geometry)
    let gw = Kernels.correlate(wide: gradient, narrow: pass.input.elements, geometry)
    var parameters = [Tensor(shape: geometry.weightShape, elements: gw)]
    if hasBias {
      let gb = Kernels.channelSums(gradient, channels: channels, plane: geometry.widePlane)
      parameters.append(Tensor(shape: [channels], elements: gb))
    }
    return Gradients(
      inputs: [Tensor(shape: geometry.narrowShape, elements: gx)], parameters: parameters)
  }

  /// - Precondition: the shapes were checked before.
  func geometry(_ shapes: [Shape]) -> ConvolutionGeometry {
    do {
      let window = ImageWindow(
        rows: try axisWindow(.rows, inputs: shapes[0][2]),
        columns: try axisWindow(.columns, inputs: shapes[0][3]))
      return ConvolutionGeometry(
        batch: shapes[0][0], wideChannels: channels, narrowChannels: shapes[0][1], groups: groups,
        window: window)
    } catch {
      preconditionFailure("\(kind) over an unchecked \(shapes[0]): \(error)")
    }
  }

  public func multiplyAccumulates(for inputs: [Shape]) -> Int {
    let geometry = geometry(inputs)
    return geometry.batch * geometry.narrowPlane * geometry.weightShape.count
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let window = geometry(inputs).window
    let lines = ImageAxis.allCases.map { axis in
      let (w, extra) = (window.on(axis), axis.of(outputPadding))
      let padding = w.before == w.after ? "2·\(w.before)" : "(\(w.before) + \(w.after))"
      return
        "\(w.extent) = (\(w.outputs)−1)·\(w.stride) − \(padding) + \(w.dilation)·(\(w.kernel)−1) + \(extra) + 1"
    }
    return lines[0] == lines[1] ? [lines[0]] : lines
  }

  public func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard let axis = ImageAxis(rawValue: axis) else { return nil }
    let window = geometry(inputs).window.on(axis)
    let first = outputs.lowerBound + window.before - window.reach + 1
    let last = outputs.upperBound + window.before
    let lower = Int((Double(first) / Double(window.stride)).rounded(.up))
    let upper = Int((Double(last) / Double(window.stride)).rounded(.down))
    return min(lower, upper)...max(lower, upper)
  }
}

extension Deconvolution {
  public static let grammar = LayerGrammar(
    "deconv", summary: "transposed convolution: each cell stamps the kernel",
    help: """
      Each input cell multiplies the whole kernel and adds it to the output at its own place; \
      stride moves the stamps apart, so the image grows. It is the backward pass of a convolution \
      used forwards. Output padding chooses among the sizes that the stride makes ambiguous.
      """,
    positional: [
      .init("channels", .channels, "output channels"),
      .init("kernel", .pair(atLeast: 1), "rows×columns of the kernel"),
    ],
    options: [
      WindowRule.strideArgument, WindowRule.padArgument,
      .init("output-pad", .pair(atLeast: 0), "more rows and columns at the bottom and right"),
      WindowRule.dilationArgument,
      .init("groups", .whole(atLeast: 1), "blocks of channels that do not see each other"),
      .init("no-bias", .flag, "add nothing to the sum"),
    ])

  /// - Parameters:
  ///   - channels: output channels.
  ///   - outputPadding: more rows and columns at the bottom and right.
  public init(
    channels: Int, kernel: Pair, stride: Pair = .one, padding: Padding = .valid,
    dilation: Pair = .one, groups: Int = 1, hasBias: Bool = true, outputPadding: Pair = Pair(0, 0)
  ) {
    (self.channels, inputChannels, self.groups) = (channels, nil, groups)
    (self.hasBias, self.outputPadding) = (hasBias, outputPadding)
    rule = WindowRule(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
  }

  public init(_ line: LayerLine) throws(LineError) {
    (inputChannels, channels) = line.channels("channels") ?? (nil, 1)
    groups = line.whole("groups") ?? 1
    hasBias = !line.has("no-bias")
    outputPadding = line.pair("output-pad") ?? Pair(0, 0)
    rule = WindowRule(line, kernel: line.pair("kernel") ?? .one, stride: .one)
  }

  public var text: String {
    let output = inputChannels.map { "\($0)→\(channels)" } ?? "\(channels)"
    var words = [kind, output, "\(rule.kernel.rows)x\(rule.kernel.columns)"]
    words += rule.words(defaultStride: .one)
    if outputPadding != Pair(0, 0) { words += ["output-pad", outputPadding.plain] }
    if groups != 1 { words += ["groups", "\(groups)"] }
    if !hasBias { words.append("no-bias") }
    return words.joined(separator: " ")
  }
}
