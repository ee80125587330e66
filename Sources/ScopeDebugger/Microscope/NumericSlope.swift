import CNNModel
import NumberText

/// The slope of the loss by one number, measured: the central difference in double precision beside
/// the gradient that the backward pass computed.
package struct NumericSlope: Hashable, Sendable {
  package let name: String
  /// `nil` where a slope jumps within the step.
  package let numeric: Double?
  /// Both slopes; `nil` before the backward pass.
  package var slopes: GradientCheck.Comparison?
  /// Whether it is not to be said how they compare, because a fault is to be found.
  var hidesAgreement = false

  package var sentence: String {
    guard let numeric else {
      return "no numeric slope here: the slope is discontinuous within the difference step"
    }
    let slope = "numeric slope \(Decimals.text(numeric, 5))"
    guard let slopes, let relativeError = slopes.relativeError else {
      return "\(slope); no gradient computed yet"
    }
    let both = "\(slope), computed \(Decimals.text(slopes.computed, 5))"
    if hidesAgreement { return "\(both) ?" }
    return "\(both), relative error \(Decimals.text(relativeError, 2)) \(mark(slopes.verdict))"
  }

  private func mark(_ verdict: GradientCheck.Verdict) -> String {
    switch verdict {
    case .agrees: "✓"
    case .disagrees: "✗"
    case .undecidable: "≈ not decidable: rounding can make it"
    case .nearKink, .tooSmall: "≈ too small for differences"
    }
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
    let value = Double(values[position])
    let name = debugger.names.name(of: number)
    guard let all else {
      let numeric = GradientCheck.Slope(at: value, expecting: nil, scale: 0, moved)
      return NumericSlope(name: name, numeric: numeric?.value)
    }
    let slopes = GradientCheck.Comparison(
      Double(all[position]), at: value, scale: Double(TensorStatistics(all).limit),
      { debugger.execution.gradientRounding }, moved)
    return NumericSlope(
      name: name, numeric: slopes.numeric?.value, slopes: slopes,
      hidesAgreement: debugger.hiddenFault != nil)
  }
}
