/// How long pieces of work take.
struct Stopwatch {
  private let clock = ContinuousClock()
  /// Seconds of each piece so far.
  private(set) var seconds: [Double] = []

  /// Does a piece of work and notes how long it took.
  mutating func time(_ work: () -> Void) {
    let start = clock.now
    work()
    seconds.append((clock.now - start) / .seconds(1))
  }

  /// The middle of them; of an even number the upper one.
  ///
  /// - Precondition: there was a piece of work.
  var median: Double { seconds.sorted()[seconds.count / 2] }

  var best: Double { seconds.min() ?? 0 }
}
