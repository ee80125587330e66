extension RecurrentLayer {
  /// The layer in code.
  ///
  /// - Parameters:
  ///   - name: that of the layer; Keras may have another one.
  ///   - difference: what the libraries do not have.
  ///   - function: the function of the only gate, where it is not the usual one.
  func recurrentCode(
    _ dialect: CodeDialect, _ call: CodeCall, _ name: String, keras: String? = nil,
    difference: String?, function: String? = nil
  ) -> LayerCode {
    let layer =
      dialect == .pytorch
      ? pytorch(PythonCall("nn.\(name)", call.shapes[0][2], form.units), function)
      : self.keras(PythonCall("layers.\(keras ?? name)", form.units), function)
    let isReversed = dialect == .pytorch && form.direction == .reverse
    let notes = [
      difference, isReversed ? "from the last step to the first" : nil,
      form.givesState ? "the last state is the second result" : nil,
      form.readsState ? "the first state is a further argument" : nil,
      form.readsLengths ? "of sequences with all steps" : nil,
    ].compactMap(\.self)
    let note = notes.isEmpty ? nil : notes.joined(separator: ", ")
    guard dialect == .pytorch else { return LayerCode("\(layer)(\(call.input))", note: note) }
    return LayerCode(holding: layer, "\(call.module)(\(call.input))[0]", note: note)
  }

  private func pytorch(_ call: PythonCall, _ function: String?) -> String {
    let named = function.map { call.with("nonlinearity", "\"\($0)\"") } ?? call
    let layer = named.with("bias", form.hasBias, unless: true).with("batch_first", true)
      .with("bidirectional", form.direction == .bidirectional, unless: false)
    return "\(layer)"
  }

  private func keras(_ call: PythonCall, _ function: String?) -> String {
    let named = function.map { call.with("activation", "\"\($0)\"") } ?? call
    let layer = named.with("use_bias", form.hasBias, unless: true).with("return_sequences", true)
      .with("go_backwards", form.direction == .reverse, unless: false)
    return form.direction == .bidirectional ? "layers.Bidirectional(\(layer))" : "\(layer)"
  }
}
