/// Compares computed slopes with numerical ones: the central difference of the loss in double
/// precision, `(L(w + h) − L(w − h)) / 2h`, with the step `h` chosen for each number.
public struct GradientCheck: Sendable {
  /// One checked number.
  public struct Sample: Hashable, Sendable {
    /// The index of the node.
    public let node: Int
    /// The parameter within the node; `nil` for a number of the input that the node is.
    public let parameter: Int?
    /// The position of the number within the parameter or input.
    public let position: Position
    /// The slope from the backward pass.
    public let computed: Double
    /// The slope that was measured; `nil` where it jumps within the smallest step, so that
    /// differences are no approximation.
    public let numeric: Slope?
    /// `|computed − numeric|` over the larger of both and the largest slope of the node; `nil` where
    /// nothing was measured. The largest slope is for slopes of 0 that are computed as rounding
    /// errors, such as that of a bias before a batch normalization.
    public let relativeError: Double?
    /// Whether the difference quotient is exact enough to judge by.
    fileprivate let isMeasured: Bool
  }

  /// Why a number was not checked, or that it was.
  public enum Verdict: Hashable, Sendable {
    /// The relative error is at most ``GradientCheck/tolerance``.
    case agrees
    /// The relative error is larger.
    case disagrees
    /// The slope jumps within the smallest step.
    case nearKink
    /// The slope is smaller than differences can measure.
    case tooSmall
  }

  /// The largest relative error that is accepted.
  public static let tolerance = 1e-4

  /// Some numbers of every parameter of a node, by parameter.
  ///
  /// - Parameters:
  ///   - counts: how many numbers each parameter has.
  ///   - limit: the largest number of checks for each; `seed` determines which numbers.
  public static func offsets(
    of node: Int, _ counts: [Int], limit: Int, seed: UInt64
  ) -> [[Int]] {
    counts.enumerated().map { index, count in
      guard count > limit else { return Array(0..<count) }
      let random = CounterRandom(seed: seed, stream: .probe, node, index)
      var chosen: Set<Int> = []
      var draw = 0
      while chosen.count < limit {
        chosen.insert(random.below(count, draw))
        draw += 1
      }
      return chosen.sorted()
    }
  }

  /// Checks a number of a parameter.
  ///
  /// - Parameters:
  ///   - gradients: the gradients of the node's parameters from the backward pass.
  ///   - reference: the same step in double precision.
  public static func sample(
    of node: Int, parameter: Int, offset: Int, _ gradients: [Tensor],
    _ reference: ReferenceExecution
  ) -> Sample {
    let value = reference.number(node: node, parameter: parameter, offset: offset)
    let (gradient, scale) = (gradients[parameter], largest(gradients))
    let numeric = slope(at: value, gradient[offset], scale: scale) {
      reference.moving(node: node, parameter: parameter, offset: offset, by: $0)
    }
    return Sample(node, parameter, offset, gradient, numeric, scale: scale)
  }

  /// Checks a number of an input of the network.
  ///
  /// - Parameter gradient: the gradient of the loss with respect to the input.
  public static func sample(
    ofInput node: Int, offset: Int, _ gradient: Tensor, _ reference: ReferenceExecution
  ) -> Sample {
    let value = reference.outputs[node][0].elements[offset]
    let scale = largest([gradient])
    let numeric = slope(at: value, gradient[offset], scale: scale) {
      reference.moving(source: node, offset: offset, by: $0)
    }
    return Sample(node, nil, offset, gradient, numeric, scale: scale)
  }

  private static func largest(_ gradients: [Tensor]) -> Double {
    gradients.lazy.flatMap(\.elements).reduce(0) { max($0, Double($1.magnitude)) }
  }

  private static func slope(
    at value: Double, _ computed: Float, scale: Double, _ moved: (Double) -> ReferenceExecution
  ) -> Slope? {
    Slope(at: value, expecting: Double(computed), scale: scale, moved)
  }

  /// `|computed − numeric|` over the larger of both and of `scale`; 0 where all are 0.
  public static func relativeError(
    _ computed: Double, _ numeric: Double, scale: Double
  ) -> Double {
    let size = max(computed.magnitude, numeric.magnitude, scale)
    return size == 0 ? 0 : (computed - numeric).magnitude / size
  }
}

extension GradientCheck.Sample {
  fileprivate init(
    _ node: Int, _ parameter: Int?, _ offset: Int, _ gradient: Tensor,
    _ numeric: GradientCheck.Slope?, scale: Double
  ) {
    let computed = Double(gradient[offset])
    (self.node, self.parameter, self.computed) = (node, parameter, computed)
    (position, self.numeric) = (gradient.shape.position(at: offset), numeric)
    relativeError = numeric.map {
      GradientCheck.relativeError(computed, $0.value, scale: scale)
    }
    isMeasured = numeric.map { $0.isMeasured(beside: max(computed.magnitude, scale)) } ?? false
  }

  /// Whether it was checked, and with what result.
  public var verdict: GradientCheck.Verdict {
    guard let relativeError else { return .nearKink }
    if relativeError <= GradientCheck.tolerance { return .agrees }
    return isMeasured ? .disagrees : .tooSmall
  }
}
