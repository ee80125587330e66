/// Text and live screens in turn: what a teacher writes in Markdown.
///
/// `# Title` comes first, `## Heading` begins a stop. Fenced blocks marked `scope` hold lines of a
/// script, and `do COMMAND`, `ask "question" ANSWER`, `because TEXT`.
public struct Lesson: Hashable, Sendable {
  public let title: String
  public let stops: [Stop]

  /// - Precondition: there is a stop.
  init(title: String, stops: [Stop]) {
    precondition(!stops.isEmpty, "a lesson without stops")
    (self.title, self.stops) = (title, stops)
  }

  /// A part of the way, with a scene of its own.
  public struct Stop: Hashable, Sendable {
    public let heading: String
    public internal(set) var pages: [Page]
  }

  /// What is read at a time, and the lines that belong to it. A page ends where a text follows lines.
  public struct Page: Hashable, Sendable {
    public internal(set) var text: [Paragraph] = []
    public internal(set) var lines: [Line] = []
  }

  public enum Paragraph: Hashable, Sendable {
    /// Words between blanks; `` `code` `` and `**weight**` are kept as they were written.
    case words(String)
    /// Lines that keep their form.
    case code([String])
  }

  public struct Line: Hashable, Sendable {
    public let file: String
    /// Counted from 1.
    public let number: Int
    public internal(set) var action: Action
  }

  public enum Action: Hashable, Sendable {
    /// Sets the scene, or checks an expectation.
    case script(Script.Action)
    /// What the reader is to do: any of these commands.
    case task([String])
    case question(Question)
  }
}
