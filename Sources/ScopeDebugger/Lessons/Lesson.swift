/// Text and live screens in turn: what a teacher writes in Markdown.
///
/// `# Title` comes first, `## Heading` begins a stop. Fenced blocks marked `scope` hold lines of a
/// script, and `do COMMAND`, `ask "question" ANSWER`, `because TEXT`, `solve accuse LAYER.PASS RULE`.
package struct Lesson: Hashable, Sendable {
  package let title: String
  package let stops: [Stop]

  /// - Precondition: there is a stop.
  init(title: String, stops: [Stop]) {
    precondition(!stops.isEmpty, "a lesson without stops")
    (self.title, self.stops) = (title, stops)
  }

  /// A part of the way, with a scene of its own.
  package struct Stop: Hashable, Sendable {
    package let heading: String
    package internal(set) var pages: [Page]
  }

  /// What is read at a time, and the lines that belong to it. A page ends where a text follows lines.
  package struct Page: Hashable, Sendable {
    package internal(set) var text: [Paragraph] = []
    package internal(set) var lines: [Line] = []

    /// Whether it changes what stands beside the text before it waits for the reader.
    var setsScene: Bool {
      for line in lines {
        guard case .script(let action) = line.action else { return false }
        if case .expect = action { continue }
        return true
      }
      return false
    }
  }

  package enum Paragraph: Hashable, Sendable {
    /// Words between blanks; `` `code` `` and `**weight**` are kept as they were written.
    case words(String)
    /// Lines that keep their form.
    case code([String])
  }

  package struct Line: Hashable, Sendable {
    package let file: String
    /// Counted from 1.
    package let number: Int
    package internal(set) var action: Action
  }

  package enum Action: Hashable, Sendable {
    /// Sets the scene, or checks an expectation.
    case script(Script.Action)
    /// What the reader is to do: any of these commands.
    case task([String])
    case question(Question)
    /// The reader is to find the fault that is planted; this command would accuse it.
    case search(String)
  }
}
