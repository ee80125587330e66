import CNNModel
import CProcessor
import Glibc
import Synchronization

/// Where the workers of a pool sit and take shards from.
///
/// Every seat has a part of the shards. A seat's state is one number: which piece of work it is
/// of, the next shard and the end of its part. Whoever raises the next by one has that shard;
/// whoever looks at an older piece of work fails to, so a late worker does no harm.
final class Roster: Sendable {
  private let seats: [Seat]
  private let piece = Piece()
  /// How many pieces of work there were.
  private let number = Atomic<Int>(0)
  private let finished = Atomic<Int>(0)
  private let isClosed = Atomic(false)
  private let bed = Bed()

  init(seats: Int) { self.seats = (0..<seats).map { _ in Seat() } }

  /// Starts the worker of a seat. Where the system has no thread left, the others do its part.
  func employ(_ seat: Int, _ start: @escaping @Sendable () -> Void) {
    Worker(seat: seat, roster: self, start: start).begin()
  }

  /// Sends the workers home.
  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    bed.wake()
  }

  /// Does all shards of a piece of work together with the workers.
  func share(_ count: Int, _ context: UnsafeRawPointer, _ work: @escaping WorkerPool.Work) {
    piece.set(context, work)
    finished.store(0, ordering: .relaxed)
    let next = number.load(ordering: .relaxed) + 1
    for (index, seat) in seats.enumerated() {
      seat.offer(
        next, from: count * index / seats.count, to: count * (index + 1) / seats.count)
    }
    number.store(next, ordering: .sequentiallyConsistent)
    bed.wake()
    take(from: 0, next)
    var patience = Patience()
    while finished.load(ordering: .acquiring) < count { _ = patience.wait() }
  }

  /// Does shards, those of the own seat first, until none is left.
  private func take(from own: Int, _ number: Int) {
    for distance in seats.indices {
      let seat = seats[(own + distance) % seats.count]
      while let shard = seat.next(of: number) {
        piece.work(shard)
        finished.add(1, ordering: .releasing)
      }
    }
  }

  /// A worker's life.
  fileprivate func work(at seat: Int) {
    var done = 0
    var patience = Patience()
    while !isClosed.load(ordering: .acquiring) {
      let current = number.load(ordering: .acquiring)
      if current != done {
        done = current
        take(from: seat, current)
        patience = Patience()
      } else if !patience.wait() {
        bed.sleep {
          number.load(ordering: .sequentiallyConsistent) == done
            && !isClosed.load(ordering: .sequentiallyConsistent)
        }
        patience = Patience()
      }
    }
  }
}

/// The work that is being done. Written before it is offered, read only by who has a shard of it.
private final class Piece: @unchecked Sendable {
  private var context = UnsafeRawPointer(bitPattern: 1)
  private var body: WorkerPool.Work = { _, _ in }

  func set(_ context: UnsafeRawPointer, _ body: @escaping WorkerPool.Work) {
    (self.context, self.body) = (context, body)
  }

  func work(_ shard: Int) {
    if let context { body(context, shard) }
  }
}

/// A part of the shards: number of the piece of work (22 bits), next shard and end (21 each).
private final class Seat: Sendable {
  private let state = Atomic<UInt64>(0)
  /// Keeps two seats from sharing a line of the cache.
  private let distance = (SIMD16<UInt64>.zero, SIMD16<UInt64>.zero)

  private static let bits: UInt64 = 21
  private static let mask: UInt64 = 1 << bits - 1

  func offer(_ number: Int, from first: Int, to end: Int) {
    let head = UInt64(truncatingIfNeeded: number) << (2 * Self.bits)
    state.store(head | UInt64(first) << Self.bits | UInt64(end), ordering: .releasing)
  }

  /// Takes the next shard; `nil` when none is left of that piece of work.
  func next(of number: Int) -> Int? {
    let head = UInt64(truncatingIfNeeded: number) << (2 * Self.bits)
    var seen = state.load(ordering: .acquiring)
    while true {
      let (shard, end) = (seen >> Self.bits & Self.mask, seen & Self.mask)
      guard seen & ~(1 << (2 * Self.bits) - 1) == head, shard < end else { return nil }
      let (exchanged, original) = state.weakCompareExchange(
        expected: seen, desired: seen + 1 << Self.bits, ordering: .acquiringAndReleasing)
      if exchanged { return Int(shard) }
      seen = original
    }
  }
}

/// How long a thread that waits spins, and how long it then lets others run.
private struct Patience {
  private var rounds = 0

  /// A round of the processor's pause takes 10 to 40 ns: 50 to 200 µs.
  private static let spins = 4000
  private static let yields = 200

  /// Waits a little; `false` when that was long enough.
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

/// Where workers sleep.
private final class Bed: @unchecked Sendable {
  private let sleepers = Atomic<Int>(0)
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let bell = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(bell, nil)
  }

  deinit {
    pthread_cond_destroy(bell)
    pthread_mutex_destroy(lock)
    bell.deallocate()
    lock.deallocate()
  }

  /// Sleeps as long as there is no reason not to.
  func sleep(while mayRest: () -> Bool) {
    pthread_mutex_lock(lock)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while mayRest() { pthread_cond_wait(bell, lock) }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(lock)
  }

  /// Wakes all who sleep. Cheap when none does.
  func wake() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    pthread_mutex_lock(lock)
    pthread_cond_broadcast(bell)
    pthread_mutex_unlock(lock)
  }
}

/// A thread at a seat.
private final class Worker: Sendable {
  private let seat: Int
  private let roster: Roster
  private let start: @Sendable () -> Void

  init(seat: Int, roster: Roster, start: @escaping @Sendable () -> Void) {
    (self.seat, self.roster, self.start) = (seat, roster, start)
  }

  func begin() {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(self)
    let failure = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let worker = Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue()
        worker.start()
        worker.roster.work(at: worker.seat)
        return nil
      }, argument.toOpaque())
    if failure == 0 {
      pthread_detach(thread)
    } else {
      argument.release()
    }
  }
}
