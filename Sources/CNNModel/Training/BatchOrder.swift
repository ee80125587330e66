/// The samples of each training step: a function of the step, so that any step can be repeated.
///
/// An epoch takes every sample once, in batches of one size; the last batch has the remaining
/// samples.
public struct BatchOrder: Hashable, Sendable {
  /// The number of samples.
  public let count: Int
  /// The number of samples in a batch.
  public let batchSize: Int
  /// The seed of the shuffling.
  public let seed: UInt64
  /// Whether the samples of every epoch are shuffled; otherwise they are in their original order.
  public let isShuffled: Bool
  /// The first step, and the epoch that it belongs to.
  public let start: (step: Int, epoch: Int)

  /// - Precondition: there is a sample, and a batch has at least one.
  public init(
    count: Int, batchSize: Int, seed: UInt64, isShuffled: Bool = true,
    start: (step: Int, epoch: Int) = (0, 0)
  ) {
    precondition(count > 0 && batchSize > 0, "batches of \(batchSize) of \(count) samples")
    (self.count, self.batchSize, self.seed) = (count, min(batchSize, count), seed)
    (self.isShuffled, self.start) = (isShuffled, start)
  }

  /// The number of steps in an epoch.
  public var stepsPerEpoch: Int { (count + batchSize - 1) / batchSize }

  /// The epoch of a step and the index of the step within it, both counted from 0.
  public func place(of step: Int) -> (epoch: Int, index: Int) {
    let steps = max(0, step - start.step)
    return (start.epoch + steps / stepsPerEpoch, steps % stepsPerEpoch)
  }

  /// The indices of the samples of a step.
  public func samples(of step: Int) -> [Int] {
    let (epoch, index) = place(of: step)
    let first = index * batchSize
    let places = first..<min(count, first + batchSize)
    guard isShuffled else { return Array(places) }
    let shuffle = Shuffle(count: count, seed: seed, epoch: epoch)
    return places.map { shuffle[$0] }
  }

  /// Whether both give the same samples at every step.
  public static func == (one: BatchOrder, other: BatchOrder) -> Bool {
    (one.count, one.batchSize, one.seed, one.isShuffled)
      == (other.count, other.batchSize, other.seed, other.isShuffled)
      && one.start == other.start
  }

  /// Hashes the properties.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(batchSize)
    hasher.combine(seed)
    hasher.combine(start.step)
  }
}

/// A permutation of `0..<count` in which any element can be computed without the others.
///
/// A Feistel network over the smallest power of four that is at least the count; values out of
/// range are mapped again until they are in range (cycle walking). Source: J. Black, P. Rogaway,
/// "Ciphers with arbitrary finite domains", 2002.
public struct Shuffle: Sendable {
  private let count: Int
  private let halfBits: Int
  private let rounds: [CounterRandom]

  /// The permutation of an epoch.
  public init(count: Int, seed: UInt64, epoch: Int) {
    self.count = count
    var bits = 1
    while 1 << (2 * bits) < count { bits += 1 }
    halfBits = bits
    rounds = (0..<6).map { CounterRandom(seed: seed, stream: .shuffle, epoch, $0) }
  }

  /// The element at an index.
  ///
  /// - Precondition: the place is within `0..<count`.
  public subscript(place: Int) -> Int {
    precondition((0..<count).contains(place), "no place \(place) of \(count)")
    var number = mixed(place)
    while number >= count { number = mixed(number) }
    return number
  }

  private func mixed(_ number: Int) -> Int {
    let mask = 1 << halfBits - 1
    var (left, right) = (number >> halfBits, number & mask)
    for round in rounds { (left, right) = (right, left ^ Int(round.bits(right)) & mask) }
    return left << halfBits | right
  }
}
