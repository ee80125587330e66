import CNNModel
import Glibc

/// Memory for many numbers, which begins with a line of the cache and is 0.
///
/// What takes megabytes is put on large pages where the system has them, so that reading it does not
/// wait for page tables. Pages that nobody writes to take no memory.
struct LargeMemory: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
  private let block: UnsafeMutableRawPointer

  /// Bytes of a line of the cache.
  private static let line = 64
  /// Bytes of a large page.
  private static let page = 2 << 20

  /// - Precondition: the system has so much memory.
  init(count: Int) {
    let bytes = count * MemoryLayout<Float>.stride
    let isLarge = bytes >= Self.page / 2
    let alignment = isLarge ? Self.page : Self.line
    let size = (bytes + alignment - 1) / alignment * alignment
    guard let block = calloc(size + alignment, 1) else {
      preconditionFailure("no memory for \(count) numbers")
    }
    let start = block.alignedUp(toMultipleOf: alignment)
    // Only a hint: without large pages everything works as well.
    if isLarge { madvise(start, size, MADV_HUGEPAGE) }
    (self.block, self.start) = (block, start.assumingMemoryBound(to: Float.self))
  }

  /// Gives it back; nobody may use it any more.
  func free() { Glibc.free(block) }
}
