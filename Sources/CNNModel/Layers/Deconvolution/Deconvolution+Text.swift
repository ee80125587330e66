/// The grammar, the initializer and the text of a transposed convolution.
extension Deconvolution {
  package static let grammar = LayerGrammar(
    "deconv", summary: "transposed convolution: each cell adds a scaled kernel to the output",
    help: """
      Each input cell adds the kernel, times its value, to its own window of the output; stride \
      moves the windows apart, so the image grows. It computes the input gradient of a \
      convolution. Output padding selects one of the sizes that the stride makes ambiguous.
      """,
    positional: [
      .init("channels", .channels, "output channels"),
      .init("kernel", .perAxis(atLeast: 1), "the kernel's size on every spatial axis"),
    ],
    options: [
      WindowRule.strideArgument, WindowRule.padArgument,
      .init("output-pad", .perAxis(atLeast: 0), "additional size at the end of every spatial axis"),
      WindowRule.dilationArgument,
      .init("groups", .whole(atLeast: 1), "independent groups of channels"),
      .init("no-bias", .flag, "no bias"),
    ])

  /// - Parameters:
  ///   - channels: output channels.
  ///   - outputPadding: additional size at the end of every spatial axis.
  package init(
    channels: Int, kernel: PerAxis, stride: PerAxis = .one, padding: Padding = .valid,
    dilation: PerAxis = .one, groups: Int = 1, hasBias: Bool = true, outputPadding: PerAxis = .zero
  ) {
    (self.channels, inputChannels, self.groups) = (channels, nil, groups)
    (self.hasBias, self.outputPadding) = (hasBias, outputPadding)
    rule = WindowRule(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
  }

  package init(_ line: LayerLine) throws(LineError) {
    (inputChannels, channels) = line.channels("channels") ?? (nil, 1)
    groups = line.whole("groups") ?? 1
    hasBias = !line.has("no-bias")
    outputPadding = line.perAxis("output-pad") ?? .zero
    rule = WindowRule(line, kernel: line.perAxis("kernel") ?? .one, stride: .one)
  }

  package var text: String {
    let output = inputChannels.map { "\($0)→\(channels)" } ?? "\(channels)"
    var words = [kind, output, rule.kernel.full]
    words += rule.words(defaultStride: .one)
    if !outputPadding.isEverywhere(0) { words += ["output-pad", outputPadding.plain] }
    if groups != 1 { words += ["groups", "\(groups)"] }
    if !hasBias { words.append("no-bias") }
    return words.joined(separator: " ")
  }
}
