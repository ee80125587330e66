extension Dropout: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("Dropout", probability),
      keras: PythonCall("Dropout", probability))
  }
}
