public import CNNModel

/// A number of the current step that can be explained.
public enum NumberReference: Hashable, Sendable {
  /// A cell of a tensor; activations and gradients have the batch in front.
  case cell(TensorReference, Position)
  case loss
}

extension NumberReference {
  /// Whether the backward pass makes it.
  public var isOfBackwardPass: Bool {
    guard case .cell(let reference, _) = self else { return false }
    switch reference.kind {
    case .gradient, .parameterGradient: return true
    case .activation, .parameter, .statistic: return false
    }
  }
}

/// What defines a computation; it decides what the positions of its terms mean.
public enum Definer: Hashable, Sendable {
  /// The layer of a node.
  case node(Int)
  case loss
  /// The optimizer, moving a parameter.
  case update(TensorReference)
}

extension Debugger {
  /// The number that a text such as `conv2[3,4,5]` means.
  ///
  /// - Throws: ``UserError`` when there is no such tensor or cell, or it was not computed yet.
  public func number(named text: String) throws(UserError) -> NumberReference {
    if text == "loss" {
      guard execution.loss != nil else {
        throw UserError(withoutTarget ?? "the loss was not computed yet in this step; s continues")
      }
      return .loss
    }
    let bracket = text.firstIndex(of: "[") ?? text.endIndex
    let reference = try names.reference(named: String(text[..<bracket]))
    let position = try position(String(text[bracket...]), in: reference)
    if let absence = absence(reference) { throw UserError(absence) }
    return .cell(reference, position)
  }
}
