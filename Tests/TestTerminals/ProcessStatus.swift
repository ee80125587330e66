import Glibc

/// What the system says of a running process.
package struct ProcessStatus {
  private let process: pid_t

  package init(_ process: pid_t) { self.process = process }

  /// Resident memory in KiB; 0 when the process is gone.
  package var residentKilobytes: Int {
    let line = text("status").split(separator: "\n").first { $0.hasPrefix("VmRSS") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  /// Processor time of the process and the system for it, in clock ticks.
  package var processorTicks: Int {
    let words = text("stat").split(separator: " ")
    return words.count > 14 ? (Int(words[13]) ?? 0) + (Int(words[14]) ?? 0) : 0
  }

  private func text(_ name: String) -> String {
    guard let file = fopen("/proc/\(process)/\(name)", "r") else { return "" }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 8192)
    let count = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
