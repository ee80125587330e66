import Glibc

extension UnsafeMutableRawBufferPointer {
  /// Bytes of a page, and of a huge page.
  private static let page = 4 << 10
  private static let hugePage = 2 << 20

  /// Asks the system for huge pages if there is room for one: a large array then costs a few page
  /// faults instead of thousands. Only a hint, which is given before the memory is written.
  func adviseHugePages() {
    guard count >= Self.hugePage, let baseAddress else { return }
    let start = baseAddress.alignedUp(toMultipleOf: Self.page)
    let end = (baseAddress + count).alignedDown(toMultipleOf: Self.page)
    madvise(start, end - start, MADV_HUGEPAGE)
  }
}
