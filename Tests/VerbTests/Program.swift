import Glibc

/// The built program, run as a user runs it.
enum Program {
  /// What a run left behind.
  struct Run {
    /// The exit status; 128 and the signal's number where a signal ended it.
    let status: Int32
    let output: String
    let error: String
  }

  /// Beside the executable that runs the tests, so the same configuration.
  private static let path: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count))
    let own = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.prefix(through: own.lastIndex(of: "/") ?? own.startIndex) + "cnnscope"
  }()

  /// Runs the program with these arguments and waits for its end.
  static func run(_ arguments: [String]) throws -> Run {
    try withFolder { folder in
      let (output, error) = ("\(folder)/output", "\(folder)/error")
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
      posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT, 0o600)
      var words = ([path] + arguments).map { strdup($0) } + [nil]
      defer { for word in words { free(word) } }
      var process = pid_t()
      let failure = posix_spawn(&process, path, &actions, nil, &words, environ)
      guard failure == 0 else {
        throw Failure(description: "\(path): \(String(cString: strerror(failure)))")
      }
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      return Run(
        status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: try text(output),
        error: try text(error))
    }
  }

  /// Runs the program with arguments that are divided at blanks.
  static func run(_ line: String) throws -> Run {
    try run(line.split(separator: " ").map(String.init))
  }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
}

/// Calls `body` with the path of a new folder that is gone afterwards.
func withFolder<R>(_ body: (String) throws -> R) throws -> R {
  var template = Array("/tmp/cnnscope-verbs-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw Failure(description: "no folder under /tmp") }
  let folder = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
  defer { remove(folder: folder) }
  return try body(folder)
}

/// Removes a folder of files, without folders in it.
private func remove(folder: String) {
  if let stream = opendir(folder) {
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      unlink("\(folder)/\(name)")
    }
    closedir(stream)
  }
  rmdir(folder)
}

/// The content of a text file.
private func text(_ path: String) throws -> String {
  guard let file = fopen(path, "r") else { throw Failure(description: path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes += chunk[..<count]
  }
}
