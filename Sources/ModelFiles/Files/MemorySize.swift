import Glibc

/// How much memory there is for this program.
package enum MemorySize {
  /// A limit and what sets it, in words.
  package struct Limit: Hashable, Sendable {
    package let bytes: Int
    package let name: String
  }

  /// The smallest limit in bytes.
  package static let available: Int = limits.map(\.bytes).min() ?? .max

  /// The smallest limit that so many more bytes would exceed; `nil` where there is none.
  package static func limit(exceededBy bytes: Int) -> Limit? {
    var limits = limits
    for index in limits.indices where limits[index].name == addressSpaceName {
      let left = max(0, limits[index].bytes - usedAddressSpace)
      limits[index] = Limit(bytes: left, name: addressSpaceName)
    }
    return limits.filter { $0.bytes < bytes }.min { $0.bytes < $1.bytes }
  }

  private static let addressSpaceName = "what is left of the limit of the address space (ulimit -v)"

  private static let limits: [Limit] = {
    var limits = [Limit(bytes: physical, name: "the memory of this machine")]
    if let addressSpace { limits.append(Limit(bytes: addressSpace, name: addressSpaceName)) }
    if let group = ControlGroup.memoryLimit {
      limits.append(Limit(bytes: group, name: "the memory of the control group (cgroup)"))
    }
    return limits
  }()

  private static var physical: Int {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0
      ? pages.multipliedReportingOverflow(by: size).partialValue : 4 << 30
  }

  /// `nil` where it is not limited.
  private static var addressSpace: Int? {
    var limits = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limits) == 0 else { return nil }
    return limits.rlim_cur > UInt64(Int.max) ? nil : Int(limits.rlim_cur)
  }

  /// The address space that the program takes already.
  private static var usedAddressSpace: Int {
    let pages = SystemText.read("/proc/self/statm")?.split(separator: " ").first.flatMap { Int($0) }
    return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
  }
}

/// The control group that the process is in.
enum ControlGroup {
  /// Its memory limit, or that of the groups around it, in bytes; `nil` where there is none.
  static var memoryLimit: Int? {
    guard let groups = SystemText.read("/proc/self/cgroup") else { return nil }
    let paths = groups.split(separator: "\n").flatMap { files(ofGroup: String($0)) }
    return paths.compactMap { SystemText.read($0).flatMap { Int($0.trimmingEnd) } }.min()
  }

  /// The files with limits for a line of /proc/self/cgroup, such as `0::/user.slice` (version 2) or
  /// `4:memory:/user.slice` (version 1); see cgroups(7).
  static func files(ofGroup line: String) -> [String] {
    let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return [] }
    let isUnified = parts[0] == "0" && parts[1].isEmpty
    guard isUnified || parts[1].split(separator: ",").contains("memory") else { return [] }
    let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
    let name = isUnified ? "memory.max" : "memory.limit_in_bytes"
    var group = parts[2] == "/" ? "" : String(parts[2])
    var files = ["\(root)\(group)/\(name)"]
    while let slash = group.lastIndex(of: "/") {
      group = String(group[..<slash])
      files.append("\(root)\(group)/\(name)")
    }
    return files
  }
}

/// Short texts of the system.
private enum SystemText {
  /// The first 64 KiB of a file of the system; `nil` where it cannot be read.
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
  }
}

extension String {
  fileprivate var trimmingEnd: Substring { prefix { !$0.isWhitespace } }
}
