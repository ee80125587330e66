/// Compares computed slopes with numerical ones: the central difference of the loss in double
/// precision, `(L(w + h) − L(w − h)) / 2h`.
public struct GradientCheck: Sendable {
  /// One checked number.
  public struct Sample: Hashable, Sendable {
    /// The index of the node.
    public let node: Int
    /// The index of the parameter within the node.
    public let parameter: Int
    /// The position of the number within the parameter.
    public let position: Position
    /// The slope from the backward pass.
    public let computed: Double
    /// The central difference; `nil` where a slope jumps within the step, so that it is no
    /// approximation.
    public let numeric: Double?
    /// `|computed − numeric|` over the larger of both and the largest slope of the node. The latter
    /// is for slopes of 0 that are computed as rounding errors, such as that of a bias before a
    /// batch normalization.
    public let relativeError: Double?
  }

  /// The largest relative error that is accepted.
  public static let tolerance = 1e-4

  /// Checks some numbers of every parameter of a node.
  ///
  /// - Parameters:
  ///   - gradients: the gradients of the node's parameters from the backward pass.
  ///   - reference: the same step in double precision.
  ///   - count: the largest number of checks for each parameter; `seed` determines which numbers.
  public static func samples(
    of node: Int, _ gradients: [Tensor], _ reference: ReferenceExecution, count: Int, seed: UInt64
  ) -> [Sample] {
    let scale = gradients.lazy.flatMap(\.elements).reduce(0) { max($0, Double($1.magnitude)) }
    return gradients.enumerated().flatMap { index, gradient in
      offsets(gradient.shape.count, count, seed: seed, node, index).map { offset in
        sample(node, index, offset, gradient, scale: scale, reference)
      }
    }
  }

  private static func offsets(
    _ total: Int, _ count: Int, seed: UInt64, _ node: Int, _ parameter: Int
  ) -> [Int] {
    guard total > count else { return Array(0..<total) }
    let random = CounterRandom(seed: seed, stream: .probe, node, parameter)
    return Set((0..<count).map { random.below(total, $0) }).sorted()
  }

  private static func sample(
    _ node: Int, _ parameter: Int, _ offset: Int, _ gradient: Tensor, scale: Double,
    _ reference: ReferenceExecution
  ) -> Sample {
    let computed = Double(gradient[offset])
    let value = reference.number(node: node, parameter: parameter, offset: offset)
    let numeric = slope(step: 1e-6 * max(1, value.magnitude)) {
      reference.moving(node: node, parameter: parameter, offset: offset, by: $0)
    }
    let error = numeric.map { relativeError(computed, $0, scale: scale) }
    return Sample(
      node: node, parameter: parameter, position: gradient.shape.position(at: offset),
      computed: computed, numeric: numeric, relativeError: error)
  }

  /// The central difference; `nil` where a slope jumps within the step.
  ///
  /// - Parameter moved: the pass with the number changed by an amount.
  public static func slope(
    step: Double, _ moved: (Double) -> ReferenceExecution
  ) -> Double? {
    let (above, below) = (moved(step), moved(-step))
    guard !below.crossesKink(to: above), let high = above.loss, let low = below.loss else {
      return nil
    }
    return (high - low) / (2 * step)
  }

  /// `|computed − numeric|` over the larger of both and of `scale`; 0 where all are 0.
  public static func relativeError(
    _ computed: Double, _ numeric: Double, scale: Double
  ) -> Double {
    let size = max(computed.magnitude, numeric.magnitude, scale)
    return size == 0 ? 0 : (computed - numeric).magnitude / size
  }
}
