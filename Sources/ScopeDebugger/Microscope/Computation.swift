import CNNModel

/// How a number of the current step was computed: what the microscope draws, and what tests add up.
package struct Computation: Sendable {
  package let number: NumberReference
  /// As it is typed: `conv2[3,4,5]`.
  package let name: String
  /// What the engine stored.
  package let stored: Float
  /// The whole of it.
  package let root: Part
  /// What is unusual about the cell: `the window sees only padding`.
  package let remark: String?
  /// What follows from this number alone, if that was computed: an activation.
  package let continuation: Continuation?
  /// Whether it is not to be said how it compares with what is stored.
  let hidesAgreement: Bool

  /// A number of the layer behind, made of this one alone.
  package struct Continuation: Sendable {
    package let number: NumberReference
    package let name: String
    package let stored: Float
    package let part: Part
    /// Whether it is not to be said how it compares with what is stored.
    let hidesAgreement: Bool

    /// How the computation compares with what the engine stored.
    package var agreement: Agreement {
      Agreement(part.expression, stored: stored, isHidden: hidesAgreement)
    }
  }

  /// How the computation compares with what the engine stored.
  package var agreement: Agreement {
    Agreement(root.expression, stored: stored, isHidden: hidesAgreement)
  }
}

extension StepInspector {
  /// How a number was computed.
  ///
  /// - Throws: ``UserError`` saying why there is no computation to see.
  package func computation(of number: NumberReference) throws(UserError) -> Computation {
    guard let stored = value(of: number) else {
      guard case .cell(let reference, _) = number else {
        throw UserError(
          debugger.withoutTarget ?? "the loss was not computed yet in this step; s continues")
      }
      throw UserError(
        debugger.tensors.absence(of: reference) ?? "\(debugger.names.name(of: number)) is not there"
      )
    }
    if let held = HeldNumber(number, debugger) { throw UserError(held.sentence) }
    guard let root = root(of: number) else { throw UserError(origin(of: number)) }
    return Computation(
      number: number, name: debugger.names.name(of: number), stored: stored, root: root,
      remark: remark(on: number), continuation: continuation(of: number),
      hidesAgreement: debugger.hiddenFault != nil || HeldNumber.stopsGradient(of: number, debugger))
  }

  /// What is unusual about a cell of an activation; `nil` for none.
  package func remark(on number: NumberReference) -> String? {
    if HeldNumber.stopsGradient(of: number, debugger) { return HeldNumber.gradientSentence }
    guard case .cell(let reference, let position) = number, reference.kind == .activation,
      !debugger.network.nodes[reference.node].isSource
    else { return nil }
    return debugger.network.nodes[reference.node].layer.remark(
      on: position, for: debugger.network.inputShapes(of: reference.node))
  }

  private func root(of number: NumberReference) -> Part? {
    guard let definitions = definitions(of: number), let first = definitions.first else {
      return nil
    }
    guard definitions.count > 1 else { return Part(first.expression, first.definer) }
    let parts = definitions.map { Part($0.expression, $0.definer) }
    return Part(sum: parts, name: "", first.definer)
  }

  /// Where a number comes from that nothing in this step computed.
  private func origin(of number: NumberReference) -> String {
    guard case .cell(let reference, _) = number else { return "" }
    let name = debugger.names.name(of: number)
    switch reference.kind {
    case .activation: return "\(name) is an input of the network; it is not computed"
    case .parameter where debugger.state.updates > 0:
      return "\(name) was set by the previous weight update; u runs through the next one"
    case .parameter:
      return "\(name) is an initial value, not updated yet; u runs through the weight update"
    case .gradient, .parameterGradient, .statistic: return "\(name) has no computation to see"
    }
  }

  /// What the only layer that reads an activation makes of this cell alone.
  private func continuation(of number: NumberReference) -> Computation.Continuation? {
    guard case .cell(let reference, let position) = number, reference.kind == .activation else {
      return nil
    }
    let consumers = debugger.network.consumers(of: ValueReference(reference.node))
    guard consumers.count == 1, let node = consumers.first?.node,
      debugger.network.outputShapes(of: node)[0]
        == debugger.network.outputShapes(of: reference.node)[0]
    else { return nil }
    let next = NumberReference.cell(TensorReference(node, .activation), position)
    guard let stored = value(of: next), let root = root(of: next) else { return nil }
    let inputs = root.expression.terms.filter(\.isCell).map { source(of: $0, in: .node(node)) }
    guard inputs.allSatisfy({ $0 == number }) else { return nil }
    return Computation.Continuation(
      number: next, name: debugger.names.name(of: next), stored: stored, part: root,
      hidesAgreement: debugger.hiddenFault != nil)
  }
}
