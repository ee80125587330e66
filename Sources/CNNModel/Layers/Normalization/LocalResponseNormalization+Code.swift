extension LocalResponseNormalization: CodeExportable {
  /// With an even size, PyTorch's layer has the additional channel before instead of after; Keras
  /// has no such layer.
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let x = call.input
    if dialect == .pytorch, !size.isMultiple(of: 2) {
      let layer = PythonCall("nn.LocalResponseNorm", size).with("alpha", alpha)
        .with("beta", beta).with("k", bias, unless: 1)
      return LayerCode(module: "\(layer)", x)
    }
    let (before, after) = ((size - 1) / 2, size / 2)
    let (rank, channels) = (call.shapes[0].rank, call.shapes[0][1])
    let padded: String
    switch dialect {
    case .pytorch:
      let sides = [Int](repeating: 0, count: 2 * (rank - 2)) + [before, after]
      padded = "F.pad(\(x) ** 2, \(sides.python))"
    case .keras:
      let others = [String](repeating: "(0, 0)", count: rank - 2)
      padded = "ops.pad(\(x) ** 2, \((["(0, 0)", "(\(before), \(after))"] + others).python))"
    }
    let sum = "sum(\(padded)[:, i:i + \(channels)] for i in range(\(size)))"
    return LayerCode("\(x) / (\(bias) + \(alpha) / \(size) * \(sum)) ** \(beta)")
  }
}
