/// What is said after a typed line.
package struct LineReply: Hashable, Sendable {
  /// Why it was not done, or what is to be heeded; empty where nothing is.
  package var complaint = ""
  package var lines: [String] = []

  package init(complaint: String = "", lines: [String] = []) {
    (self.complaint, self.lines) = (complaint, lines)
  }

  /// All of it.
  package var all: [String] { (complaint.isEmpty ? [] : [complaint]) + lines }

  /// The same in lines of at most so many columns, divided between words.
  package func divided(to columns: Int) -> LineReply {
    LineReply(
      complaint: wrapped(complaint, to: columns).joined(separator: "\n"),
      lines: lines.flatMap { $0.columns <= columns ? [$0] : wrapped($0, to: columns) })
  }
}
