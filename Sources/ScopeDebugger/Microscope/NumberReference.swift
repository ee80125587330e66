public import CNNModel

/// A number of the current step that can be taken apart.
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

/// Whose definition a computation is: decides what the positions of its terms mean.
public enum Definer: Hashable, Sendable {
  /// The layer of a node.
  case node(Int)
  case loss
  /// The optimizer, moving a parameter.
  case update(TensorReference)
}

extension Debugger {
  /// The number itself; `nil` when it was not computed yet.
  public func value(of number: NumberReference) -> Float? {
    switch number {
    case .cell(let reference, let position): tensor(reference)?[position]
    case .loss: execution.loss
    }
  }

  /// As it is typed: `conv2[3,4,5]`, `conv2.weight.gradient[3,0,1,1]`, `loss`.
  public func name(of number: NumberReference) -> String {
    switch number {
    case .cell(let reference, let position):
      let place = hasBatch(reference) ? position.sample : position
      return "\(name(of: reference))\(place)"
    case .loss: return "loss"
    }
  }

  /// The number that a text such as `conv2[3,4,5]` means.
  ///
  /// - Throws: ``UserError`` when there is no such tensor or cell, or it was not computed yet.
  public func number(named text: String) throws(UserError) -> NumberReference {
    if text == "loss" {
      guard execution.loss != nil else {
        throw UserError(withoutTarget ?? "the loss was not computed yet in this step; s goes on")
      }
      return .loss
    }
    let bracket = text.firstIndex(of: "[") ?? text.endIndex
    let reference = try reference(named: String(text[..<bracket]))
    let position = try position(String(text[bracket...]), in: reference)
    if let absence = absence(reference) { throw UserError(absence) }
    return .cell(reference, position)
  }

  /// The number that a term of a definition was read from; `nil` for what stands nowhere, such as
  /// padding, a constant or what was wanted.
  public func source(of term: Term, in definer: Definer) -> NumberReference? {
    switch (definer, term.source) {
    case (.node(let node), .input(let index, let position)):
      .cell(TensorReference(network.nodes[node].inputs[index].node, .activation), position)
    case (.node(let node), .output(_, let position)):
      .cell(TensorReference(node, .activation), position)
    case (.node(let node), .outputGradient(_, let position)):
      .cell(TensorReference(node, .gradient), position)
    case (.node(let node), .parameter(let index, let position)):
      .cell(TensorReference(node, .parameter(index)), position)
    case (.node(let node), .statistic(let index, let position)):
      .cell(TensorReference(node, .statistic(index)), position)
    case (.loss, .input(_, let position)), (.loss, .output(_, let position)):
      .cell(TensorReference(network.output.node, .activation), position)
    case (.update(let parameter), .outputGradient(_, let position)):
      gradient(of: parameter).map { .cell($0, position) }
    default: nil
    }
  }

  /// The gradient of a parameter.
  func gradient(of parameter: TensorReference) -> TensorReference? {
    guard case .parameter(let index) = parameter.kind else { return nil }
    return TensorReference(parameter.node, .parameterGradient(index))
  }
}

extension Debugger {
  /// Whether a text has the form of a number of this network: a tensor and a cell, or the loss.
  public func isNumber(_ text: String) -> Bool {
    if text == "loss" { return true }
    guard let bracket = text.firstIndex(of: "[") else { return false }
    return (try? reference(named: String(text[..<bracket]))) != nil
  }
}

extension Debugger {
  /// Whether the network has such a number, computed or not.
  public func has(_ number: NumberReference) -> Bool {
    guard case .cell(let reference, let position) = number else { return true }
    guard network.nodes.indices.contains(reference.node), hasKind(reference) else { return false }
    let shape = shape(of: reference)
    return (hasBatch(reference) ? shape.batched(batchSize) : shape).contains(position)
  }

  private func hasKind(_ reference: TensorReference) -> Bool {
    switch reference.kind {
    case .activation, .gradient: true
    case .parameter(let index), .parameterGradient(let index):
      index < network.parameters(of: reference.node).count
    case .statistic(let index): index < network.statistics(of: reference.node).count
    }
  }
}
