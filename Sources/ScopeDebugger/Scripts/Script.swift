import CNNEngine
import CNNModel

/// Lines that are pressed, typed and checked one after the other.
package struct Script: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case command(String)
    /// Keys in their notation: `s s <Enter> <C-l>`.
    case keys(String)
    case type(String)
    /// Keys after which a run continues only as far as `work` and `tick` allow.
    case press(String)
    /// So many pieces of what runs.
    case work(Int)
    /// So many taps of what plays.
    case tick(Int)
    case paste(String)
    /// A report of the mouse: `press 10 4`, `wheel-up 3 5`.
    case mouse(String)
    case resize(columns: Int, rows: Int)
    case snapshot(String)
    case expect(Expectation)
  }

  package struct Line: Hashable, Sendable {
    /// Counted from 1.
    package let number: Int
    package let action: Action
  }

  package let file: String
  package let lines: [Line]

  /// Reads a script. Empty lines and those that begin with `#` say nothing.
  ///
  /// - Throws: ``UserError`` with file and line of the first line that cannot be read.
  package init(_ text: String, file: String) throws(UserError) {
    var lines: [Line] = []
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = raw.trimmed
      if line.isEmpty || line.hasPrefix("#") { continue }
      do throws(UserError) {
        lines.append(Line(number: index + 1, action: try Action(line)))
      } catch {
        throw UserError("\(file):\(index + 1): \(error)")
      }
    }
    (self.file, self.lines) = (file, lines)
  }

  private init(file: String, lines: [Line]) { (self.file, self.lines) = (file, lines) }

  /// The script with another action for every line that is this command.
  package func replacing(_ command: String, by action: Action) -> Script {
    Script(
      file: file,
      lines: lines.map {
        $0.action == .command(command) ? Line(number: $0.number, action: action) : $0
      })
  }
}

extension Script.Action {
  /// Reads one line.
  package init(_ line: String) throws(UserError) {
    let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let rest = words.count > 1 ? words[1].trimmed : ""
    switch words[0] {
    case "keys": self = .keys(try Self.quoted(rest, "keys"))
    case "type": self = .type(try Self.quoted(rest, "type"))
    case "press": self = .press(try Self.quoted(rest, "press"))
    case "paste": self = .paste(try Self.quoted(rest, "paste"))
    case "work": self = .work(try Self.count(rest, "work"))
    case "tick": self = .tick(try Self.count(rest, "tick"))
    case "mouse": self = .mouse(rest)
    case "resize": self = try Self.resize(rest)
    case "snapshot": self = .snapshot(rest)
    case "expect":
      guard !rest.isEmpty else { throw UserError("expect needs a text or a value") }
      self = .expect(try Expectation(rest))
    default: self = .command(line)
    }
  }

  private static func quoted(_ text: String, _ word: String) throws(UserError) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else {
      throw UserError("\(word) needs its text in quotation marks, as in \(word) \"s s\"")
    }
    return String(text.dropFirst().dropLast())
  }

  private static func count(_ text: String, _ word: String) throws(UserError) -> Int {
    guard let count = Int(text), count > 0 else {
      throw UserError("\(word) needs a number of at least 1, as in \(word) 12, not \"\(text)\"")
    }
    return count
  }

  private static func resize(_ text: String) throws(UserError) -> Self {
    guard let size = ScreenSize(text) else {
      throw UserError("resize needs columns x rows, as in resize 80x24, not \"\(text)\"")
    }
    return .resize(columns: size.columns, rows: size.rows)
  }
}

/// A size of a screen as it is typed: `80x24`.
package struct ScreenSize: Hashable, Sendable {
  package let columns: Int
  package let rows: Int

  package init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

  /// - Returns: `nil` for anything but two numbers from 1 to 1000 with an x between them.
  package init?(_ text: some StringProtocol) {
    let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1],
      (1...1000).contains(columns), (1...1000).contains(rows)
    else { return nil }
    (self.columns, self.rows) = (columns, rows)
  }
}
