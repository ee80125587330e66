/// Random numbers as a function of their use: (seed, stream, step, node, sample) and an index. The
/// same arguments give the same number, so that dropout, shuffling and initialization can be
/// reproduced at any time, in any order, and on any number of threads.
///
/// Source: Philox4×32-10, J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011.
public struct CounterRandom: Sendable {
  /// The purpose of the numbers, so that two uses of one seed never share numbers.
  public enum Stream: UInt32, Sendable {
    /// Initial parameters.
    case parameters = 1
    /// Dropout masks.
    case dropout
    /// The order of the samples.
    case shuffle
    /// Random changes of images.
    case augmentation
    /// The choice of numbers in checks.
    case probe
  }

  private let key: (UInt32, UInt32)
  private let place: (UInt32, UInt32, UInt32)

  /// - Parameters:
  ///   - first, second: two coordinates of the use, such as step and node, or node and parameter.
  ///   - third: a third one, such as the sample.
  public init(seed: UInt64, stream: Stream, _ first: Int, _ second: Int, _ third: Int = 0) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let mixed = UInt32(truncatingIfNeeded: second) &+ stream.rawValue << 24
    place = (UInt32(truncatingIfNeeded: first), mixed, UInt32(truncatingIfNeeded: third))
  }

  /// The `index`-th word of 32 random bits.
  public func bits(_ index: Int) -> UInt32 {
    let block = block(UInt32(truncatingIfNeeded: index >> 2))
    return block[index & 3]
  }

  /// The `index`-th number, uniform in `[0, 1)` with 24 bits.
  public func uniform(_ index: Int) -> Float { Float(bits(index) >> 8) * 0x1p-24 }

  /// The first `count` numbers of ``uniform(_:)``.
  public func uniforms(_ count: Int) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(count + 3)
    for index in stride(from: 0, to: count, by: 4) {
      let block = block(UInt32(truncatingIfNeeded: index >> 2))
      for place in 0..<4 { numbers.append(Float(block[place] >> 8) * 0x1p-24) }
    }
    numbers.removeLast(numbers.count - count)
    return numbers
  }

  /// The `index`-th number of a normal distribution with mean 0 and standard deviation 1.
  ///
  /// Source: the polar method, G. Marsaglia, T. Bray, 1964; rejected attempts have indices of their
  /// own.
  public func normal(_ index: Int) -> Float {
    for attempt in 0..<64 {
      let block = block(UInt32(truncatingIfNeeded: index), UInt32(attempt))
      let u = Float(block[0] >> 8) * 0x1p-23 - 1
      let v = Float(block[1] >> 8) * 0x1p-23 - 1
      let s = u * u + v * v
      if s > 0, s < 1 { return u * (-2 * Elementary.log(s) / s).squareRoot() }
    }
    return 0
  }

  /// An integer in `0..<bound`; some are more likely than others by at most `bound`/2³².
  ///
  /// - Precondition: `bound` is positive and below 2³².
  public func below(_ bound: Int, _ index: Int) -> Int {
    precondition(bound > 0 && bound < 1 << 32, "no number below \(bound)")
    return Int((UInt64(bits(index)) &* UInt64(bound)) >> 32)
  }

  private func block(_ index: UInt32, _ attempt: UInt32 = 0) -> Words {
    Self.philox([index, place.0, place.1, place.2 ^ attempt &* 0x9E37_79B9], key: key)
  }

  /// Four words of 32 bits.
  public typealias Words = InlineArray<4, UInt32>

  /// Four words of 32 random bits for a counter and a key: Philox4×32 with ten rounds.
  public static func philox(
    _ counter: Words, key: (UInt32, UInt32)
  ) -> Words {
    var (counter, key) = (counter, key)
    for _ in 0..<10 {
      let even = UInt64(counter[0]) &* 0xD251_1F53
      let odd = UInt64(counter[2]) &* 0xCD9E_8D57
      counter = [
        UInt32(truncatingIfNeeded: odd >> 32) ^ counter[1] ^ key.0,
        UInt32(truncatingIfNeeded: odd),
        UInt32(truncatingIfNeeded: even >> 32) ^ counter[3] ^ key.1,
        UInt32(truncatingIfNeeded: even),
      ]
      key = (key.0 &+ 0x9E37_79B9, key.1 &+ 0xBB67_AE85)
    }
    return counter
  }
}
