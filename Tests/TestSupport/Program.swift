import CNNEngine
import Foundation

/// The built program, run as a user runs it.
public enum Program {
  /// What a run left behind.
  public struct Run: Sendable {
    /// The exit status; 128 and the signal's number where a signal ended it.
    public let status: Int32
    public let output: String
    public let error: String
  }

  /// The path of `cnnscope`.
  public static let path = beside("cnnscope")

  /// The path of a program that is built beside the tests, so in the same configuration.
  public static func beside(_ name: String) -> String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: own).deletingLastPathComponent().appending(path: name).path()
  }

  /// Runs the program with these arguments and waits for its end.
  ///
  /// - Parameter input: what it reads from standard input; nothing by default.
  public static func run(
    _ arguments: [String], input: String? = nil, environment more: [String: String] = [:]
  ) throws -> Run {
    try withFolder { folder in
      let files = try ["output", "error"].map { try newFile("\(folder)/\($0)") }
      let process = Process()
      process.executableURL = URL(filePath: path)
      process.arguments = arguments
      process.environment = environment.merging(more) { $1 }
      process.standardInput = try standardInput(input, folder)
      (process.standardOutput, process.standardError) = (files[0], files[1])
      try process.run()
      process.waitUntilExit()
      let status = process.terminationStatus
      return Run(
        status: process.terminationReason == .exit ? status : 128 + status,
        output: try TextFile.read("\(folder)/output"), error: try TextFile.read("\(folder)/error"))
    }
  }

  /// That of the tests, with the processor level that a test asks for.
  private static var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    if let level = ProcessorLevel.override {
      environment[ProcessorLevel.variable] = level.rawValue
    }
    return environment
  }

  /// Runs the program with arguments that are divided at blanks.
  public static func run(_ line: String, environment: [String: String] = [:]) throws -> Run {
    try run(line.split(separator: " ").map(String.init), environment: environment)
  }

  private static func standardInput(_ text: String?, _ folder: String) throws -> FileHandle {
    guard let text else { return FileHandle.nullDevice }
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/input"))
    return try FileHandle(forReadingFrom: URL(filePath: "\(folder)/input"))
  }

  private static func newFile(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(filePath: path))
    return try FileHandle(forWritingTo: URL(filePath: path))
  }
}
