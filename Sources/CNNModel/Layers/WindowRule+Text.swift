extension WindowRule {
  /// The arguments of a line that windows have in common, by the names that they need.
  static let strideArgument = LayerGrammar.Argument(
    "stride", .perAxis(atLeast: 1), "cells from one place of the window to the next")
  static let padArgument = LayerGrammar.Argument(
    "pad", .padding, "cells around the image")
  static let dilationArgument = LayerGrammar.Argument(
    "dilation", .perAxis(atLeast: 1), "cells from one tap of the window to the next")
  static let ceilArgument = LayerGrammar.Argument(
    "ceil", .flag, "count a last window that hangs over the end")

  /// Reads what the line says of the window.
  ///
  /// - Parameter stride: the stride of a line that does not say one.
  init(_ line: LayerLine, kernel: PerAxis, stride: PerAxis) {
    self.init(kernel: kernel, stride: line.perAxis("stride") ?? stride)
    padding = line.padding("pad") ?? .valid
    dilation = line.perAxis("dilation") ?? .one
    ceiling = line.has("ceil")
  }

  /// The words that differ from what a line without them means.
  func words(defaultStride: PerAxis) -> [String] {
    var words: [String] = []
    if stride.plain != defaultStride.plain { words += ["stride", stride.plain] }
    if !padding.isNone { words += ["pad", padding.text] }
    if !dilation.isEverywhere(1) { words += ["dilation", dilation.plain] }
    if ceiling { words.append("ceil") }
    return words
  }
}
