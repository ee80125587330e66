import CNNModel
import Foundation
import Glibc
import ScopeDebugger
import ScopeUI
import TestSupport
import Testing

/// README is written by hand, for strangers: what it names must be there.
@Suite("README")
struct ReadmeTests {
  private static let text = (try? TextFile.read(TextFile.inPackage("README.md"))) ?? ""

  @Test("It has at most 200 lines")
  func length() {
    let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect((50...200).contains(lines.count))
  }

  @Test("Its pictures and links are files of the project")
  func links() throws {
    let targets = Self.text.matches(of: /\]\(([^)#]+)(?:#[^)]*)?\)/).map { String($0.1) }
    #expect(targets.count > 6)
    for target in targets {
      let path = TextFile.inPackage(target)
      #expect(FileManager.default.fileExists(atPath: path), "\(target)")
    }
  }

  @Test("Its commands are commands")
  func commands() {
    let table = CommandTable(Explorer.commands.commands)
    let names = Self.text.matches(of: /`:([a-z-]+)[ `]/).map { String($0.1) }
    #expect(names.count > 10)
    for name in names { #expect((try? table.command(named: name)) != nil, "\(name)") }
  }

  @Test("Its keys are keys of the explorer")
  func keys() {
    let bound = Set(Explorer.commands.commands.flatMap(\.bindings).map(\.key))
    let keys = Self.text.matches(of: /`([a-zA-Z0-9?=])`/).map { String($0.1) }
    #expect(keys.count > 15)
    for key in keys { #expect(bound.contains(key), "\(key)") }
  }
}
