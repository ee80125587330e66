import CProcessor
import Glibc

/// How a thread waits for another one: it spins, then yields, and finally should park.
struct Backoff {
  private var rounds = 0

  /// One pause of the processor takes 10 to 40 ns: 50 to 200 µs in all.
  private static let spins = 4000
  private static let yields = 200

  /// Waits for a short time.
  ///
  /// - Returns: `false` when it is time to park.
  mutating func wait() -> Bool {
    rounds += 1
    if rounds <= Self.spins {
      processor_pause()
    } else {
      sched_yield()
    }
    return rounds < Self.spins + Self.yields
  }
}
