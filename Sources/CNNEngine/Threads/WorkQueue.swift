import Synchronization

/// The queue from which the threads of a pool take the shards of one job at a time.
///
/// Every thread has a slot with a part of the shards. It takes those first and then steals from
/// other slots. The state of a slot is one atomic number: the job, the next shard and the end of
/// the part. The thread that increments the next shard owns it; the comparison fails for a thread
/// with an older job, so that a late worker does no harm.
final class WorkQueue: Sendable {
  private let slots: [WorkerSlot]
  private let job = SharedJob()
  /// The number of jobs so far.
  private let number = Atomic<Int>(0)
  /// The number of finished shards of the job.
  private let finished = Atomic<Int>(0)
  private let isClosed = Atomic(false)
  private let parking = ParkingLot()

  /// - Parameter slots: the number of threads that take shards, including the caller.
  init(slots: Int) { self.slots = (0..<slots).map { _ in WorkerSlot() } }

  /// Starts the thread of a slot. If the system has no thread left, the others take its part.
  func startWorker(slot: Int, _ start: @escaping @Sendable () -> Void) {
    _ = DetachedThread.begin { [self] in
      start()
      run(slot)
    }
  }

  /// Ends the workers.
  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    parking.wakeAll()
  }

  /// Runs all shards of a job together with the workers, and returns when they are finished.
  func run(_ count: Int, _ context: UnsafeRawPointer, _ work: @escaping WorkerPool.Work) {
    job.set(context, work)
    finished.store(0, ordering: .relaxed)
    let next = number.load(ordering: .relaxed) + 1
    for (index, slot) in slots.enumerated() {
      slot.offer(next, from: count * index / slots.count, to: count * (index + 1) / slots.count)
    }
    number.store(next, ordering: .sequentiallyConsistent)
    parking.wakeAll()
    takeShards(from: 0, of: next)
    var backoff = Backoff()
    while finished.load(ordering: .acquiring) < count { _ = backoff.wait() }
  }

  /// Runs shards, those of the own slot first, until none is left.
  private func takeShards(from own: Int, of number: Int) {
    for distance in slots.indices {
      let slot = slots[(own + distance) % slots.count]
      while let shard = slot.next(of: number) {
        job.run(shard)
        finished.add(1, ordering: .releasing)
      }
    }
  }

  /// The loop of a worker: it spins, yields and finally parks until there is a job.
  private func run(_ slot: Int) {
    var done = 0
    var backoff = Backoff()
    while !isClosed.load(ordering: .acquiring) {
      let current = number.load(ordering: .acquiring)
      if current != done {
        done = current
        takeShards(from: slot, of: current)
        backoff = Backoff()
      } else if !backoff.wait() {
        park(done)
        backoff = Backoff()
      }
    }
  }

  private func park(_ done: Int) {
    parking.park {
      number.load(ordering: .sequentiallyConsistent) == done
        && !isClosed.load(ordering: .sequentiallyConsistent)
    }
  }
}

/// The current job. It is written before the job is published, and read only by owners of its
/// shards.
private final class SharedJob: @unchecked Sendable {
  private var context = UnsafeRawPointer(bitPattern: 1)
  private var body: WorkerPool.Work = { _, _ in }

  func set(_ context: UnsafeRawPointer, _ body: @escaping WorkerPool.Work) {
    (self.context, self.body) = (context, body)
  }

  func run(_ shard: Int) {
    if let context { body(context, shard) }
  }
}

/// A part of a job's shards: the job's number (22 bits), the next shard and the end (21 bits each).
private final class WorkerSlot: Sendable {
  private let state = Atomic<UInt64>(0)
  /// Padding, so that two slots are not in the same cache line.
  private let padding = (SIMD16<UInt64>.zero, SIMD16<UInt64>.zero)

  private static let bits: UInt64 = 21
  private static let mask: UInt64 = 1 << bits - 1

  func offer(_ job: Int, from first: Int, to end: Int) {
    let head = UInt64(truncatingIfNeeded: job) << (2 * Self.bits)
    state.store(head | UInt64(first) << Self.bits | UInt64(end), ordering: .releasing)
  }

  /// Takes the next shard of a job; `nil` when none is left.
  func next(of job: Int) -> Int? {
    let head = UInt64(truncatingIfNeeded: job) << (2 * Self.bits)
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
