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
    /// The slope from the backward pass and the measured one.
    public let slopes: Comparison
  }

  /// Why a number was not checked, or that it was.
  public enum Verdict: Hashable, Sendable {
    /// The relative error is at most ``GradientCheck/tolerance``.
    case agrees
    /// The relative error is larger, and rounding is not enough to explain it.
    case disagrees
    /// The relative error is larger, but rounding in 32 bits alone can make it, as it can make errors
    /// over the tolerance here: not decidable at this accuracy.
    case undecidable
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
  ///   - rounding: what rounding can make of the gradients; asked for where the slopes differ.
  public static func sample(
    of node: Int, parameter: Int, offset: Int, _ gradients: [Tensor],
    _ reference: ReferenceExecution, _ rounding: @autoclosure () -> GradientRounding
  ) -> Sample {
    let value = reference.number(node: node, parameter: parameter, offset: offset)
    let gradient = gradients[parameter]
    let slopes = Comparison(
      Double(gradient[offset]), at: value, scale: largest(gradients), rounding
    ) { reference.moving(node: node, parameter: parameter, offset: offset, by: $0) }
    return Sample(
      node: node, parameter: parameter, position: gradient.shape.position(at: offset),
      slopes: slopes)
  }

  /// Checks a number of an input of the network.
  ///
  /// - Parameter gradient: the gradient of the loss with respect to the input.
  public static func sample(
    ofInput node: Int, offset: Int, _ gradient: Tensor, _ reference: ReferenceExecution,
    _ rounding: @autoclosure () -> GradientRounding
  ) -> Sample {
    let value = reference.outputs[node][0].elements[offset]
    let slopes = Comparison(
      Double(gradient[offset]), at: value, scale: largest([gradient]), rounding
    ) { reference.moving(source: node, offset: offset, by: $0) }
    return Sample(
      node: node, parameter: nil, position: gradient.shape.position(at: offset), slopes: slopes)
  }

  private static func largest(_ gradients: [Tensor]) -> Double {
    gradients.lazy.flatMap(\.elements).reduce(0) { max($0, Double($1.magnitude)) }
  }

  /// `|computed − numeric|` over the larger of both and of `scale`; 0 where all are 0.
  public static func relativeError(
    _ computed: Double, _ numeric: Double, scale: Double
  ) -> Double {
    let size = max(computed.magnitude, numeric.magnitude, scale)
    return size == 0 ? 0 : (computed - numeric).magnitude / size
  }
}
