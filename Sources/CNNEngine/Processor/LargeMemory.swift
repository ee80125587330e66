import Glibc

/// Zeroed memory for many numbers, aligned to a cache line.
///
/// Several megabytes are allocated on huge pages if the system has them, which avoids page table
/// lookups. Pages that are never written take no memory.
struct LargeMemory: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
  private let block: UnsafeMutableRawPointer

  /// Bytes of a cache line.
  private static let line = 64
  /// Bytes of a huge page.
  private static let page = 2 << 20

  /// Where the system has not enough memory, the process says so and ends with status 1: what follows
  /// from the shapes of a network was checked before (``MemoryEstimate``).
  init(count: Int) {
    let bytes = count * MemoryLayout<Float>.stride
    let isLarge = bytes >= Self.page / 2
    let alignment = isLarge ? Self.page : Self.line
    let size = (bytes + alignment - 1) / alignment * alignment
    guard let block = calloc(size + alignment, 1) else {
      let sentence = "cnnscope: \(bytes >> 20) MB of memory could not be allocated\n"
      _ = sentence.withCString { write(STDERR_FILENO, $0, strlen($0)) }
      exit(1)
    }
    let start = block.alignedUp(toMultipleOf: alignment)
    // Only a hint: everything works without huge pages.
    if isLarge { madvise(start, size, MADV_HUGEPAGE) }
    (self.block, self.start) = (block, start.assumingMemoryBound(to: Float.self))
  }

  /// Frees the memory, which must not be used afterwards.
  func free() { Glibc.free(block) }
}
