extension Linear: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect,
      pytorch: PythonCall("Linear", call.shapes[0][1], units).with("bias", hasBias, unless: true),
      keras: PythonCall("Dense", units).with("use_bias", hasBias, unless: true))
  }
}
