/// Functions of every number alone in the words of the libraries.
extension CodeCall {
  /// A function that both libraries have as a layer or by its name.
  func function(
    _ dialect: CodeDialect, pytorch: PythonCall, keras name: String
  ) -> LayerCode {
    module(dialect, pytorch: pytorch, keras: PythonCall("Activation", "\"\(name)\""))
  }

  /// A function that Keras has among its operations.
  func operation(
    _ dialect: CodeDialect, pytorch: PythonCall, keras: PythonCall
  ) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode(module: "nn.\(pytorch)", input)
    case .keras: LayerCode("\(keras)")
    }
  }

  /// A function that both libraries have under a name of their own.
  func function(_ dialect: CodeDialect, _ pytorch: String, _ keras: String) -> LayerCode {
    LayerCode("\(dialect == .pytorch ? pytorch : keras)(\(input))")
  }
}
