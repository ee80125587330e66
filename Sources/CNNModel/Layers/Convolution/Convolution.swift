/// Convolution: a kernel slides over the input, and each output cell is the sum of the products of
/// kernel and window over all input channels of its group, plus a bias.
///
/// `y[n,o,i,j] = b[o] + Σ_c Σ_k Σ_l w[o,c,k,l] · x[n, g + c, i·s + k·d − p, j·s + l·d − p]` for an
/// image, where `g` is the first channel of the output channel's group; a sequence has one spatial
/// index, a volume three. It is a cross-correlation, as in PyTorch (`Conv1d`, `Conv2d`, `Conv3d`)
/// and ONNX (`Conv`); a true convolution rotates the kernel by 180°, as in scipy (`convolve2d`).
///
/// Shapes: `[batch, in, rows, columns]` → `[batch, out, rows′, columns′]` with
/// `rows′ = ⌊(rows + before + after − dilation·(kernel − 1) − 1) / stride⌋ + 1`.
/// The weight is `[out, in / groups, kernel rows, kernel columns]`, the bias `[out]`.
package struct Convolution: ConvolutionLayer, WindowLayer {
  package let channels: Int
  /// The number of input channels in the text, if it is given.
  package let inputChannels: Int?
  package let groups: Int
  package let hasBias: Bool
  let rule: WindowRule

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs, axes: rule.kernel.axisCount)
    try checkChannels(of: image, inputChannels, to: channels, groups: groups)
    return [Shape([image[0], channels] + (try rule.window(over: image)).outputs)]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ geometry: ConvolutionGeometry
  ) -> PlainArray<S> {
    let y = Loops.convolution(
      inputs[0].elements, weight: parameters[0].elements,
      bias: hasBias ? parameters[1].elements : nil, geometry)
    return PlainArray(shape: geometry.narrowShape, elements: y)
  }

  func backward(_ pass: BackwardPass, _ geometry: ConvolutionGeometry) -> Gradients {
    let gradient = pass.gradient.elements
    let gx = Loops.transposedConvolution(
      gradient, weight: pass.parameters[0].elements, bias: nil, geometry)
    let gw = Loops.weightGradient(wide: pass.input.elements, narrow: gradient, geometry)
    return Gradients(
      inputs: [Tensor(shape: geometry.wideShape, elements: gx)],
      parameters: parameterGradients(gw, gradient, plane: geometry.narrowPlane, geometry))
  }

  func geometry(_ shapes: [Shape]) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: shapes[0][0], wideChannels: shapes[0][1], narrowChannels: channels, groups: groups,
      window: rule.checkedWindow(over: shapes[0]))
  }
}

extension Convolution {
  package static let grammar = LayerGrammar(
    "conv", summary: "convolution: a kernel moves over the image",
    help: """
      Each output cell is the sum of the products of a kernel and a window of the image, over all \
      input channels of its group, plus a bias. Padding adds cells around the image, stride is the \
      distance between windows, dilation the distance between the taps of the kernel; groups are \
      independent blocks of channels (as many groups as channels: depthwise).
      """,
    positional: [
      .init("channels", .channels, "output channels"),
      .init("kernel", .perAxis(atLeast: 1), "the kernel's size on every spatial axis"),
    ],
    options: [
      WindowRule.strideArgument, WindowRule.padArgument,
      .init("pad-with", .choice(PaddingFill.allCases.map(\.rawValue)), "what fills the padding"),
      WindowRule.dilationArgument,
      .init("groups", .whole(atLeast: 1), "independent groups of channels"),
      .init("no-bias", .flag, "no bias"),
      .init("true-convolution", .flag, "rotate the kernel by 180°, as scipy does"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    (inputChannels, channels) = line.channels("channels") ?? (nil, 1)
    groups = line.whole("groups") ?? 1
    hasBias = !line.has("no-bias")
    var rule = WindowRule(line, kernel: line.perAxis("kernel") ?? .one, stride: .one)
    rule.fill = line.choice("pad-with").flatMap(PaddingFill.init) ?? .zeros
    rule.isFlipped = line.has("true-convolution")
    self.rule = rule
  }

  /// - Parameters:
  ///   - channels: output channels.
  ///   - groups: the number of independent groups of channels.
  ///   - isFlipped: whether it is a true convolution, with the kernel rotated by 180°.
  package init(
    channels: Int, kernel: PerAxis, stride: PerAxis = .one, padding: Padding = .valid,
    dilation: PerAxis = .one, groups: Int = 1, hasBias: Bool = true, fill: PaddingFill = .zeros,
    isFlipped: Bool = false
  ) {
    self.init(
      channels: channels, groups: groups, hasBias: hasBias,
      rule: WindowRule(
        kernel: kernel, stride: stride, padding: padding, dilation: dilation, fill: fill,
        isFlipped: isFlipped))
  }

  /// A convolution by a window rule, with any number of input channels.
  init(channels: Int, groups: Int, hasBias: Bool, rule: WindowRule) {
    (self.channels, self.groups, self.hasBias, self.rule) = (channels, groups, hasBias, rule)
    inputChannels = nil
  }

  package var text: String {
    let output = inputChannels.map { "\($0)→\(channels)" } ?? "\(channels)"
    var words = [kind, output, rule.kernel.full]
    words += rule.words(defaultStride: .one)
    if rule.fill != .zeros { words += ["pad-with", rule.fill.rawValue] }
    if groups != 1 { words += ["groups", "\(groups)"] }
    if !hasBias { words.append("no-bias") }
    if rule.isFlipped { words.append("true-convolution") }
    return words.joined(separator: " ")
  }
}

extension Convolution {
  var emptyWindow: String { hasBias ? "the bias" : "0" }
}

extension Convolution: Windowed {
  package func inputWindow(for inputs: [Shape]) -> SpatialWindow {
    rule.checkedWindow(over: inputs[0])
  }
}

extension Convolution: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .convolution(geometry(inputs), hasBias: hasBias)
  }
}
