import CNNModel
import Glibc
import ScopeDebugger
import ScopeUI
import TestSupport
import Testing

@Suite("README", .baselineLevel)
struct ReadmeTests {
  private static let root = String(
    #filePath.dropLast("/Tests/ScopeUITests/ReadmeTests.swift".count))

  private static let lines: [String] = {
    guard let file = fopen(root + "/README.md", "r") else { return [] }
    defer { fclose(file) }
    var lines: [String] = []
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    while fgets(&buffer, Int32(buffer.count), file) != nil {
      let end = buffer.firstIndex(of: 0) ?? 0
      lines.append(String(decoding: buffer[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    return lines.map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
  }()

  @Test("Its table of commands is the program's")
  func commands() {
    let rows = Explorer.commands.commands.map { command in
      let keys = command.bindings.map { "`\($0.key)`" }.joined(separator: " ")
      return
        "| \(keys) | `\(HelpText.usage(command).replacing("|", with: "\\|"))` | \(command.help) |"
    }
    expectTable(rows, after: "| keys | command | meaning |")
  }

  @Test("Its table of layers is the catalog's")
  func layers() {
    let rows = LayerCatalog.grammars.map { "| `\($0.usage)` | \($0.summary) |" }
    expectTable(rows, after: "| layer | what it does |")
  }

  @Test("Its list of networks is the library's")
  func networks() {
    for name in NetworkLibrary.names {
      #expect(Self.lines.contains { $0.hasPrefix("| `\(name)` |") }, "\(name) is missing")
    }
  }

  private func expectTable(
    _ rows: [String], after heading: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let start = Self.lines.firstIndex(of: heading).map { $0 + 2 } ?? 0
    let table = Array(Self.lines[start...].prefix { $0.hasPrefix("|") })
    #expect(
      table == rows, "README should have:\n\(rows.joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }
}
