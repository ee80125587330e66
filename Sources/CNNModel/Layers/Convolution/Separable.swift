/// Depthwise-separable convolution: a depthwise convolution with one kernel per channel, then a 1×1
/// (pointwise) convolution that mixes the channels. It becomes two nodes.
///
/// Source: L. Sifre, "Rigid-motion scattering for image classification", 2014; F. Chollet,
/// "Xception", 2016.
package struct Separable: CompositeLayer {
  private let channels: Int
  private let hasBias: Bool
  private let rule: WindowRule
  private let column: Int

  package static let grammar = LayerGrammar(
    "separable", summary: "one kernel per channel, then a 1×1 convolution that mixes the channels",
    help: """
      A depthwise convolution (as many groups as channels) and a 1×1 convolution after it: nearly \
      what an ordinary convolution does, with far fewer weights and MACs.
      """,
    positional: [
      .init("channels", .channels, "output channels"),
      .init(
        "kernel", .perAxis(atLeast: 1), "the size of the depthwise kernel on every spatial axis"),
    ],
    options: Convolution.grammar.options.filter { $0.name != "groups" })

  package init(_ line: LayerLine) throws(LineError) {
    channels = line.channels("channels")?.output ?? 1
    hasBias = !line.has("no-bias")
    var rule = WindowRule(line, kernel: line.perAxis("kernel") ?? .one, stride: .one)
    rule.fill = line.choice("pad-with").flatMap(PaddingFill.init) ?? .zeros
    rule.isFlipped = line.has("true-convolution")
    self.rule = rule
    column = line.keyword.column
  }

  package func parts(for input: Shape?) throws(LineError) -> [(name: String, layer: any Layer)] {
    guard let input, SpatialAxes.counts.contains(input.rank - 2) else {
      throw LineError(
        "separable takes channels×rows×columns, but what comes before it gives "
          + (input.map { "\($0.sample)" } ?? "no image"), column: column)
    }
    let axes = input.rank - 2
    var rule = rule
    if rule.kernel.axisCount == nil { rule.kernel = rule.kernel.over(axes) }
    let depthwise = Convolution(
      channels: input[1], groups: input[1], hasBias: hasBias, rule: rule)
    let pointwise = Convolution(
      channels: channels, groups: 1, hasBias: hasBias,
      rule: WindowRule(kernel: PerAxis.one.over(axes)))
    return [("depthwise", depthwise), ("pointwise", pointwise)]
  }
}
