import ScopeDebugger
import Synchronization
import TerminalKit

/// The lines of a lesson's page as they were divided for the pane, kept until page or pane change:
/// a page is scrolled without dividing it again.
final class WrappedLines: Sendable {
  /// A line in parts of one style each.
  typealias Line = [(text: String, style: Style)]

  /// What the lines depend on.
  struct Key: Hashable, Sendable {
    let stop: Int
    let page: Int
    let line: Int
    let feedback: [String]
    let isAway: Bool
    let width: Int
    let hasUnicode: Bool

    /// - Parameter isAway: whether the reader has left what the page speaks of.
    init(_ reader: LessonReader, isAway: Bool, width: Int, _ capabilities: Capabilities) {
      (stop, page, line) = (reader.stop, reader.page, reader.line)
      (feedback, self.isAway, self.width) = (reader.feedback, isAway, width)
      hasUnicode = capabilities.glyphs.unicode
    }
  }

  private let kept = Mutex<(key: Key, lines: [Line])?>(nil)
  private let wrappings = Atomic<Int>(0)

  /// The lines of a page, made where they are not those that were asked for last.
  func lines(for key: Key, _ make: () -> [Line]) -> [Line] {
    if let kept = kept.withLock({ $0 }), kept.key == key { return kept.lines }
    let lines = make()
    kept.withLock { $0 = (key, lines) }
    wrappings.add(1, ordering: .relaxed)
    return lines
  }

  /// How often lines were made.
  var count: Int { wrappings.load(ordering: .relaxed) }
}
