import CNNEngine
import Synchronization
import Testing

struct WorkerPoolTests {
  /// How often each shard was run.
  private func rounds(_ pool: WorkerPool, _ count: Int) -> [Int] {
    var done = [Int](repeating: 0, count: count)
    done.withUnsafeMutableBufferPointer { done in
      nonisolated(unsafe) let done = done
      pool.parallel(count) { shard in done[shard] += 1 }
    }
    return done
  }

  @Test("Every shard is done once", arguments: [1, 2, 4, 9]) func everyShardOnce(threads: Int) {
    let pool = WorkerPool(threads: threads)
    for count in [0, 1, 2, 3, 7, 64, 1000] {
      for _ in 0..<50 { #expect(rounds(pool, count).allSatisfy { $0 == 1 }) }
    }
  }

  @Test("Work may be within work")
  func workWithinWork() {
    let pool = WorkerPool(threads: 3)
    let sum = Atomic(0)
    pool.parallel(8) { outer in
      pool.parallel(8) { inner in sum.add(outer * 8 + inner, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == 63 * 64 / 2)
  }

  /// Every shard waits until all others have started, which requires a thread for each.
  @Test("There are as many threads as asked for")
  func thereAreAsManyThreadsAsAskedFor() {
    let threads = 5
    let pool = WorkerPool(threads: threads)
    let begun = Atomic(0)
    pool.parallel(threads) { _ in
      begun.add(1, ordering: .relaxed)
      while begun.load(ordering: .relaxed) < threads {}
    }
    #expect(begun.load(ordering: .relaxed) == threads)
  }

  @Test("Every worker starts")
  func everyWorkerStarts() {
    let started = Started()
    let pool = WorkerPool(threads: 4) { started.count.add(1, ordering: .releasing) }
    while started.count.load(ordering: .acquiring) < 3 {}
    #expect(rounds(pool, 4) == [1, 1, 1, 1])
    #expect(started.count.load(ordering: .acquiring) == 3)
  }

  private final class Started: Sendable { let count = Atomic(0) }
}
