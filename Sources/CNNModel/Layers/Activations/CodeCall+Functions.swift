/// Element-wise functions as calls in the libraries' code.
extension CodeCall {
  /// A function that both libraries have, as a layer or by its name.
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

  /// A function that has a different name in each library.
  func function(_ dialect: CodeDialect, _ pytorch: String, _ keras: String) -> LayerCode {
    LayerCode("\(dialect == .pytorch ? pytorch : keras)(\(input))")
  }
}
