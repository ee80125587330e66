/// The factors by which a dropout multiplies the numbers of a sample: a function of seed, step,
/// node, sample and place, so that they can be reproduced.
package struct DropoutMask: Hashable, Sendable {
  /// The probability with which a number becomes 0.
  let probability: Double

  /// 0 for a uniform random number of `[0, 1)` below the probability, otherwise `1 / (1 − p)`.
  package func factor(_ uniform: Float) -> Float {
    uniform < Float(probability) ? 0 : Float(1 / (1 - probability))
  }

  /// The random numbers of a sample of the batch, indexed by the offset within the sample.
  package func random(_ context: PassContext, sample: Int) -> CounterRandom {
    CounterRandom(
      seed: context.seed, stream: .dropout, context.step, context.node,
      context.firstSample + sample)
  }
}
