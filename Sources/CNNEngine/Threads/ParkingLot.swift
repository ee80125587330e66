import Glibc
import Synchronization

/// Where idle workers are parked on a condition variable.
final class ParkingLot: @unchecked Sendable {
  private let parked = Atomic<Int>(0)
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(lock)
    condition.deallocate()
    lock.deallocate()
  }

  /// Blocks as long as `isIdle` holds.
  func park(while isIdle: () -> Bool) {
    pthread_mutex_lock(lock)
    parked.add(1, ordering: .sequentiallyConsistent)
    while isIdle() { pthread_cond_wait(condition, lock) }
    parked.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(lock)
  }

  /// Wakes all parked workers. Costs one atomic read when there is none.
  func wakeAll() {
    guard parked.load(ordering: .sequentiallyConsistent) > 0 else { return }
    pthread_mutex_lock(lock)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(lock)
  }
}
