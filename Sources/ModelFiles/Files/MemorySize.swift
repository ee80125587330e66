import Glibc

/// How much memory there is for this program.
package enum MemorySize {
  /// The machine's memory in bytes, or the address space that the program may have where that is
  /// less.
  package static let available: Int = min(physical, addressSpace)

  private static var physical: Int {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0
      ? pages.multipliedReportingOverflow(by: size).partialValue : 4 << 30
  }

  private static var addressSpace: Int {
    var limits = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limits) == 0 else { return Int.max }
    return Int(clamping: limits.rlim_cur)
  }
}
