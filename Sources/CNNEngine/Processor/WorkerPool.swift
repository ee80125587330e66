import CNNModel
import Glibc
import Synchronization

/// Threads that share the work of a kernel, the caller's among them.
///
/// Work is cut into shards by whoever asks, from the work alone, so that nothing depends on the
/// number of threads. A thread begins with its own part of the shards and then takes from the
/// others'. A worker without work spins for a short time, then lets others run, then sleeps.
public final class WorkerPool: Sendable {
  /// A shard's work: what `context` points to, and the number of the shard.
  public typealias Work = @Sendable (_ context: UnsafeRawPointer, _ shard: Int) -> Void

  /// How many threads compute, the caller's included.
  public let threads: Int
  /// What every further thread does first.
  let start: @Sendable () -> Void
  private let roster: Roster
  /// Whether a caller has the workers; another one does its work alone.
  private let isBusy = Atomic(false)

  /// The most shards of one piece of work.
  public static let largestCount = 1 << 20

  /// - Parameters:
  ///   - threads: how many compute; with 1 there is no worker.
  ///   - start: what every worker does first.
  public init(threads: Int, start: @escaping @Sendable () -> Void = {}) {
    precondition(threads >= 1, "\(threads) threads")
    (self.threads, self.start) = (threads, start)
    roster = Roster(seats: threads)
    for seat in 1..<max(threads, 1) { roster.employ(seat, start) }
  }

  deinit { roster.close() }

  /// Does shards 0 to `count` − 1 of the work, each once, and returns when all are done.
  ///
  /// Allocates nothing. From within a shard, or while another thread has the workers, the caller
  /// does them all itself.
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
    roster.share(count, context, work)
    isBusy.store(false, ordering: .releasing)
  }

  /// Does shards 0 to `count` − 1, each once, and returns when all are done.
  ///
  /// The convenient form: it allocates a closure. In a loop that may not, there is the other one.
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
  /// The pool of the process: with a thread for each core unless another was installed.
  public static var shared: WorkerPool {
    installed.withLock { installed in
      if let pool = installed { return pool }
      let pool = WorkerPool(threads: cores)
      installed = pool
      return pool
    }
  }

  /// Makes a pool with so many threads that of the process.
  ///
  /// - Parameter start: what every worker does first.
  public static func install(threads: Int, start: @escaping @Sendable () -> Void = {}) {
    let pool = WorkerPool(threads: threads, start: start)
    installed.withLock { $0 = pool }
  }

  /// How many threads there are unless said: one for each core.
  public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private static let installed = Mutex<WorkerPool?>(nil)
}
