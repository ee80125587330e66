import CNNModel
import NumberText

/// The slope of the loss by one number, measured: the central difference in double precision beside
/// the gradient that the backward pass computed.
package struct NumericSlope: Hashable, Sendable {
  package let name: String
  /// `nil` where a slope jumps within the step.
  package let numeric: Double?
  /// `nil` before the backward pass.
  package let computed: Double?
  package let relativeError: Double?
  /// Whether it is not to be said how they compare, because a fault is to be found.
  let hidesAgreement: Bool

  package var sentence: String {
    guard let numeric else {
      return "no numeric slope here: the slope is discontinuous within the difference step"
    }
    let slope = "numeric slope \(Decimals.text(numeric, 5))"
    guard let computed, let relativeError else { return "\(slope); no gradient computed yet" }
    if hidesAgreement { return "\(slope), computed \(Decimals.text(computed, 5)) ?" }
    let mark = relativeError <= GradientCheck.tolerance ? "✓" : "✗"
    return "\(slope), computed \(Decimals.text(computed, 5)), "
      + "relative error \(Decimals.text(relativeError, 2)) \(mark)"
  }
}

extension StepInspector {
  /// The measured slope of the loss by a weight, or by a number of the image.
  ///
  /// - Throws: ``UserError`` for any other number, and where there is no loss.
  package func numericSlope(of number: NumberReference) throws(UserError) -> NumericSlope {
    if let reason = debugger.withoutTarget { throw UserError(reason) }
    let reference = ReferenceExecution(
      debugger.network, batch: debugger.execution.batch, state: debugger.execution.start,
      context: debugger.setup.context(step: debugger.step))
    guard case .cell(let place, let position) = number else {
      throw UserError("= measures the slope of a weight or of a number of the image")
    }
    let node = place.node
    switch place.kind {
    case .parameter(let index), .parameterGradient(let index):
      let weights = debugger.execution.start.parameters[node][index]
      return slope(number, TensorReference(node, .parameterGradient(index)), position, weights) {
        reference.moving(
          node: node, parameter: index, offset: weights.shape.offset(of: position), by: $0)
      }
    case .activation, .gradient:
      guard debugger.network.nodes[node].isSource,
        let image = debugger.tensors.value(of: TensorReference(node, .activation))
      else {
        throw UserError("= measures the slope of a weight or of a number of the image")
      }
      return slope(number, TensorReference(node, .gradient), position, image) {
        reference.moving(source: node, offset: image.shape.offset(of: position), by: $0)
      }
    case .statistic:
      throw UserError("the loss has no gradient by a running statistic or a constant")
    }
  }

  private func slope(
    _ number: NumberReference, _ gradient: TensorReference, _ position: Position,
    _ values: Tensor, _ moved: (Double) -> ReferenceExecution
  ) -> NumericSlope {
    let all = debugger.tensors.value(of: gradient)
    let computed = all.map { Double($0[position]) }
    let scale = all.map { Double(TensorStatistics($0).limit) } ?? 0
    let numeric = GradientCheck.Slope(
      at: Double(values[position]), expecting: computed, scale: scale, moved)?.value
    var error: Double?
    if let numeric, let computed {
      error = GradientCheck.relativeError(computed, numeric, scale: scale)
    }
    return NumericSlope(
      name: debugger.names.name(of: number), numeric: numeric, computed: computed,
      relativeError: error, hidesAgreement: debugger.hiddenFault != nil)
  }
}
