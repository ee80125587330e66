import Glibc
import Synchronization

/// Threads that share the work of a kernel, including the calling thread.
///
/// The caller divides the work into shards, independently of the number of threads, so that results
/// do not depend on it. A thread runs its own part of the shards and then steals from others. An
/// idle worker spins for 50 to 200 µs, then yields, then parks.
public final class WorkerPool: Sendable {
  /// The work of a shard, with a pointer to its context and the index of the shard.
  public typealias Work = @Sendable (_ context: UnsafeRawPointer, _ shard: Int) -> Void

  /// The number of threads, including the caller.
  public let threads: Int
  /// Called at the start of every worker.
  let start: @Sendable () -> Void
  private let queue: WorkQueue
  /// Whether a caller has the workers; others then run their work alone.
  private let isBusy = Atomic(false)

  /// The largest number of shards of one call.
  public static let largestCount = 1 << 20

  /// - Parameters:
  ///   - threads: the number of threads; with 1 there is no worker.
  ///   - start: called at the start of every worker.
  public init(threads: Int, start: @escaping @Sendable () -> Void = {}) {
    precondition(threads >= 1, "\(threads) threads")
    (self.threads, self.start) = (threads, start)
    queue = WorkQueue(slots: threads)
    for slot in 1..<max(threads, 1) { queue.startWorker(slot: slot, start) }
  }

  deinit { queue.close() }

  /// Runs shards 0 to `count` − 1, each once, and returns when all are finished.
  ///
  /// Allocates nothing. From within a shard, or while another thread has the workers, the caller
  /// runs all of them.
  ///
  /// - Precondition: 0 ≤ `count` ≤ ``largestCount``; `context` outlives the call.
  public func parallel(_ count: Int, _ context: UnsafeRawPointer, _ work: @escaping Work) {
    precondition(0...Self.largestCount ~= count, "\(count) shards")
    guard threads > 1, count > 1,
      !isBusy.exchange(true, ordering: .acquiring)
    else {
      for shard in 0..<count { work(context, shard) }
      return
    }
    queue.run(count, context, work)
    isBusy.store(false, ordering: .releasing)
  }

  /// Runs shards 0 to `count` − 1, each once, and returns when all are finished.
  ///
  /// This form allocates a closure; loops that must not allocate use the other one.
  public func parallel(_ count: Int, _ body: (_ shard: Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        parallel(count, UnsafeRawPointer(body)) { context, shard in
          context.assumingMemoryBound(to: ((Int) -> Void).self).pointee(shard)
        }
      }
    }
  }
}

extension WorkerPool {
  /// The pool of the process: one thread for each core unless another pool was installed.
  public static var shared: WorkerPool {
    installed.withLock { installed in
      if let pool = installed { return pool }
      let pool = WorkerPool(threads: cores)
      installed = pool
      return pool
    }
  }

  /// Installs a new pool as the pool of the process.
  ///
  /// - Parameter start: called at the start of every worker.
  public static func install(threads: Int, start: @escaping @Sendable () -> Void = {}) {
    let pool = WorkerPool(threads: threads, start: start)
    installed.withLock { $0 = pool }
  }

  /// The default number of threads: one for each core.
  public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private static let installed = Mutex<WorkerPool?>(nil)
}
