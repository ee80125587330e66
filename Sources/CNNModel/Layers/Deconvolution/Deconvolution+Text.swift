/// How a transposed convolution is made and written.
extension Deconvolution {
  package static let grammar = LayerGrammar(
    "deconv", summary: "transposed convolution: each cell stamps the kernel",
    help: """
      Each input cell multiplies the whole kernel and adds it to the output at its own place; \
      stride moves the stamps apart, so the image grows. It is the backward pass of a convolution \
      used forwards. Output padding chooses among the sizes that the stride makes ambiguous.
      """,
    positional: [
      .init("channels", .channels, "output channels"),
      .init("kernel", .perAxis(atLeast: 1), "rows×columns of the kernel"),
    ],
    options: [
      WindowRule.strideArgument, WindowRule.padArgument,
      .init("output-pad", .perAxis(atLeast: 0), "more rows and columns at the bottom and right"),
      WindowRule.dilationArgument,
      .init("groups", .whole(atLeast: 1), "blocks of channels that do not see each other"),
      .init("no-bias", .flag, "add nothing to the sum"),
    ])

  /// - Parameters:
  ///   - channels: output channels.
  ///   - outputPadding: more rows and columns at the bottom and right.
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
