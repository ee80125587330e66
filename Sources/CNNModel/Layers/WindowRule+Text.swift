extension WindowRule {
  /// The arguments that all window layers share.
  static let strideArgument = LayerGrammar.Argument(
    "stride", .stride, "cells from one window to the next; kernel: as many as the kernel has")
  static let padArgument = LayerGrammar.Argument(
    "pad", .padding, "cells around the image")
  static let dilationArgument = LayerGrammar.Argument(
    "dilation", .perAxis(atLeast: 1), "cells from one tap of the window to the next")
  static let ceilArgument = LayerGrammar.Argument(
    "ceil", .flag, "include a last partial window")

  /// The arguments that all pooling layers share; their windows lie side by side unless said.
  static let poolKernelArgument = LayerGrammar.Argument(
    "kernel", .perAxis(atLeast: 1), "the size of the window on every spatial axis")
  static let poolArguments = [
    LayerGrammar.Argument(
      "stride", .stride, "cells from one window to the next (default: the kernel)"),
    padArgument, dilationArgument, ceilArgument,
  ]

  /// Reads the arguments of the line that describe the window.
  ///
  /// - Parameter stride: the default stride.
  init(_ line: LayerLine, kernel: PerAxis, stride: PerAxis) {
    let isKernel = line.choice("stride") == "kernel"
    self.init(kernel: kernel, stride: isKernel ? kernel : line.perAxis("stride") ?? stride)
    saysKernelForStride = isKernel
    padding = line.padding("pad") ?? .valid
    dilation = line.perAxis("dilation") ?? .one
    ceiling = line.has("ceil")
  }

  /// The text of the arguments that differ from their defaults.
  func words(defaultStride: PerAxis) -> [String] {
    var words: [String] = []
    if stride.plain != defaultStride.plain { words += ["stride", strideWord] }
    if !padding.isNone { words += ["pad", padding.text] }
    if !dilation.isEverywhere(1) { words += ["dilation", dilation.plain] }
    if ceiling { words.append("ceil") }
    return words
  }

  /// The word `kernel` counts only as long as it is true.
  private var strideWord: String {
    saysKernelForStride && stride.plain == kernel.plain ? "kernel" : stride.plain
  }
}
