extension PReLU: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    if case .broadcast(let slope) = slopes { return code(for: dialect, call, slope) }
    let shape = call.shapes[0]
    let isShared = slopes == .shared
    let axes = "\(Array((isShared ? 1 : 2)..<max(2, shape.rank)))"
    return call.module(
      dialect,
      pytorch: PythonCall("PReLU").with("num_parameters", isShared ? 1 : shape[1], unless: 1),
      keras: PythonCall("PReLU").with("shared_axes", axes, unless: "[]"))
  }

  /// The code for a slope with a shape of its own.
  private func code(for dialect: CodeDialect, _ call: CodeCall, _ slope: Shape) -> LayerCode {
    let x = call.input
    switch dialect {
    case .pytorch:
      return LayerCode(
        holding: "nn.Parameter(torch.zeros(\(slope.python)))",
        "torch.where(\(x) > 0, \(x), \(x) * \(call.module))")
    case .keras:
      return LayerCode(
        "ops.where(\(x) > 0, \(x), \(x) * ops.zeros(\(slope.python)))",
        note: "with the file's numbers in place of the zeros")
    }
  }
}
