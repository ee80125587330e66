/// Which samples a training step takes: a function of the step, so that any step can be done again.
///
/// An epoch takes every sample once, in batches of one size and a last one with what is left.
public struct BatchOrder: Hashable, Sendable {
  /// How many samples there are.
  public let count: Int
  public let batchSize: Int
  public let seed: UInt64
  /// Whether every epoch has an order of its own; else it is the order of the samples.
  public let isShuffled: Bool
  /// The step with which it begins, and the epoch that this step belongs to.
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

  /// How many steps take every sample once.
  public var stepsPerEpoch: Int { (count + batchSize - 1) / batchSize }

  /// The epoch of a step and its place in it, both counted from 0.
  public func place(of step: Int) -> (epoch: Int, index: Int) {
    let steps = max(0, step - start.step)
    return (start.epoch + steps / stepsPerEpoch, steps % stepsPerEpoch)
  }

  /// The numbers of the samples that a step takes.
  public func samples(of step: Int) -> [Int] {
    let (epoch, index) = place(of: step)
    let first = index * batchSize
    let places = first..<min(count, first + batchSize)
    guard isShuffled else { return Array(places) }
    let shuffle = Shuffle(count: count, seed: seed, epoch: epoch)
    return places.map { shuffle[$0] }
  }

  public static func == (one: BatchOrder, other: BatchOrder) -> Bool {
    (one.count, one.batchSize, one.seed, one.isShuffled)
      == (other.count, other.batchSize, other.seed, other.isShuffled)
      && one.start == other.start
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(batchSize)
    hasher.combine(seed)
    hasher.combine(start.step)
  }
}

/// An order of `0..<count` that can be asked for any of its places without making the rest.
///
/// A Feistel network over the smallest power of four that holds the count, walked along its cycle
/// until it comes back into the range. Source: J. Black, P. Rogaway, "Ciphers with arbitrary finite
/// domains", 2002.
public struct Shuffle: Sendable {
  private let count: Int
  private let halfBits: Int
  private let rounds: [CounterRandom]

  public init(count: Int, seed: UInt64, epoch: Int) {
    self.count = count
    var bits = 1
    while 1 << (2 * bits) < count { bits += 1 }
    halfBits = bits
    rounds = (0..<6).map { CounterRandom(seed: seed, stream: .shuffle, epoch, $0) }
  }

  /// What stands at a place.
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
