/// Alternatives that need arrays from outside of the layer: the parameters or inputs of other nodes.
extension Alternative {
  /// The computation with other parameters in the forward pass.
  ///
  /// - Parameters:
  ///   - rule: the name of the change, without the pass.
  ///   - what: the sentence behind "In the forward pass", without a full stop.
  ///   - hint: a sentence that says where to look.
  ///   - change: the parameters by the layer's own ones, in the same shapes.
  public static func replacingParameters(
    _ rule: String, _ what: String, hint: String = "Look at the parameters of the layer.",
    of layer: any Layer, by change: @escaping @Sendable ([Tensor]) -> [Tensor]
  ) -> Alternative {
    Alternative(
      rule, what, hint: hint, .attribute, of: layer,
      forward: { pass in
        var pass = pass
        pass.parameters = change(pass.parameters)
        return layer.forward(pass)
      })
  }

  /// The computation with other inputs in the forward pass, such as the output of another node.
  ///
  /// - Parameters:
  ///   - rule: the name of the change, without the pass.
  ///   - what: the sentence behind "In the forward pass", without a full stop.
  ///   - hint: a sentence that says where to look.
  ///   - change: the inputs by the layer's own ones, in the same shapes.
  public static func replacingInputs(
    _ rule: String, _ what: String, hint: String = "Look at what comes to the layer.",
    of layer: any Layer, by change: @escaping @Sendable ([Tensor]) -> [Tensor]
  ) -> Alternative {
    Alternative(
      rule, what, hint: hint, .attribute, of: layer,
      forward: { pass in
        var pass = pass
        pass.inputs = change(pass.inputs)
        pass.exactInputs = [:]
        return layer.forward(pass)
      })
  }

  /// The computation by another layer that takes the same inputs and parameters.
  ///
  /// - Parameters:
  ///   - rule: the name of the change, without the pass.
  ///   - what: the sentence behind "In the forward pass", without a full stop.
  ///   - hint: a sentence that says where to look.
  public static func replacing(
    _ rule: String, _ what: String, hint: String = "Look at which operation is computed.",
    _ layer: any Layer, by other: any Layer
  ) -> Alternative {
    Alternative(
      rule, what, hint: hint, .attribute, of: layer, forward: { other.forward($0) })
  }
}
