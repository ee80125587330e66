/// What a dropout multiplies every number of a sample with: a function of seed, step, node, sample
/// and place, so that it can be replayed.
package struct DropoutMask: Hashable, Sendable {
  /// The probability with which a number becomes 0.
  let probability: Double

  /// 0 for a random number of `[0, 1)` below the probability, and else `1 / (1 − p)`.
  package func factor(_ uniform: Float) -> Float {
    uniform < Float(probability) ? 0 : Float(1 / (1 - probability))
  }

  /// The random numbers of a sample of the batch, by offset within the sample.
  package func random(_ context: PassContext, sample: Int) -> CounterRandom {
    CounterRandom(
      seed: context.seed, stream: .dropout, context.step, context.node,
      context.firstSample + sample)
  }
}
