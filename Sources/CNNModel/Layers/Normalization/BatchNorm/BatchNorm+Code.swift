extension BatchNorm: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axes = call.shapes[0].rank == 4 ? "2d" : call.shapes[0].rank == 5 ? "3d" : "1d"
    return call.module(
      dialect,
      pytorch: PythonCall("BatchNorm\(axes)", call.shapes[0][1])
        .with("eps", epsilon, unless: 1e-5).with("momentum", momentum, unless: 0.1),
      keras: PythonCall("BatchNormalization").with("axis", 1)
        .with("momentum", 1 - momentum).with("epsilon", epsilon))
  }
}
