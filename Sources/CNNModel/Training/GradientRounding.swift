/// How far rounding in 32 bits can move the gradients of a step, to first order.
///
/// At the end of a network nearly equal numbers are subtracted, as in `p − 1` where it is sure of a
/// class: the difference is rounded in units of `p`, however small it is. Where the gradient of a
/// tensor y has the errors e, the slope by a number w has at most the error
/// `Σᵢ |∂yᵢ/∂w| · |eᵢ|`; the backward pass is linear in them. The errors are the rounding bounds of
/// the definitions of the loss's gradient and of the backward passes behind the last layer with
/// parameters. Source: N. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition,
/// chapter 3.
public struct GradientRounding: Sendable {
  /// A bound for every number of the gradient of a value.
  private var errors: [(value: ValueReference, bounds: [Double])] = []

  /// The bounds of a step.
  ///
  /// - Parameters:
  ///   - output: what the loss compares with the target.
  ///   - passes: the backward pass of a node.
  public init(
    _ network: Network, output: Tensor, _ target: Target, passes: (Int) -> BackwardPass?
  ) {
    errors.append((network.output, network.loss.gradientRounding(output, target)))
    for node in Self.nodesBehindParameters(network) where !network.nodes[node].isSource {
      guard let pass = passes(node) else { continue }
      let layer = network.nodes[node].layer
      for (index, value) in network.nodes[node].inputs.enumerated() {
        errors.append((value, Self.bounds(layer, input: index, pass)))
      }
    }
  }

  /// Those behind the last one with parameters; all where no node has any.
  private static func nodesBehindParameters(_ network: Network) -> Range<Int> {
    let last = network.nodes.indices.last { !network.parameters(of: $0).isEmpty }
    return (last ?? -1) + 1..<network.nodes.count
  }

  private static func bounds(_ layer: any Layer, input: Int, _ pass: BackwardPass) -> [Double] {
    let shape = pass.shapes[input]
    return (0..<shape.count).map { offset in
      let cell = CellReference.inputGradient(input, shape.position(at: offset))
      return layer.define(cell, in: pass).roundingBound
    }
  }

  /// How far rounding can move the slope by one number.
  ///
  /// - Parameters:
  ///   - value: the number.
  ///   - moved: the pass in double precision with the number changed by an amount.
  public func bound(at value: Double, _ moved: (Double) -> ReferenceExecution) -> Double {
    let step = 1e-4 * max(1, value.magnitude)
    let (above, below) = (moved(step), moved(-step))
    return errors.reduce(0) { sum, error in
      let (high, low) = (above.elements(of: error.value), below.elements(of: error.value))
      return error.bounds.indices.reduce(sum) {
        // A bound of 0 is none, whatever the slope.
        error.bounds[$1] == 0
          ? $0 : $0 + error.bounds[$1] * ((high[$1] - low[$1]) / (2 * step)).magnitude
      }
    }
  }
}

extension ReferenceExecution {
  fileprivate func elements(of value: ValueReference) -> [Double] {
    outputs[value.node][value.output].elements
  }
}
