import ScopeDebugger
import TerminalKit

/// The line above the footer: what runs, or else the news.
struct NewsPane {
  private let explorer: Explorer

  init(_ explorer: Explorer) { self.explorer = explorer }

  /// Over as many rows as it needs: they grow upwards.
  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let lines = lines
    for (index, line) in lines.enumerated() {
      let row = Rect(x: 0, y: rect.y - lines.count + 1 + index, width: rect.width, height: 1)
      canvas.fill(row)
      canvas.write(line, x: rect.x + 1, y: row.y, limit: rect.width - 1, style)
    }
  }

  /// How many rows it needs, the one that is always there included.
  var rowCount: Int { max(1, lines.count) }

  /// Whether it covers rows of a lesson and of what that speaks of.
  var isOverLesson: Bool { explorer.lesson != nil && rowCount > 1 }

  private var style: Style {
    progress != nil ? .accent : Style(explorer.shared.news.role)
  }

  private var lines: [String] {
    if let progress { return [progress] }
    let (text, rows) = (explorer.shared.news.text, explorer.size.rows)
    let lines = wrapped(text, to: explorer.size.columns - 2)
    // Where there is little room, news must not cover the numbers.
    let most = rows < 20 && style.role == .plain ? 1 : rows / 3
    return lines.count > most && most == 1 ? [text] : Array(lines.prefix(most))
  }

  /// What runs; `nil` when nothing does, or when news are more important.
  private var progress: String? {
    if let background = explorer.background { return background.line }
    let session = explorer.session
    guard session.isRunning, explorer.shared.news.remaining == 0 else { return nil }
    guard session.isTraining else { return "running; C-c stops   \(session.text.phaseLine)" }
    var words = ["training step \(session.debugger.step)"]
    if let progress = session.evaluationProgress {
      words.append("testing \(progress.done) of \(progress.total)")
    } else if let left = session.stepsLeft {
      words[0] += ", \(left) to go"
    }
    return (words + explorer.shared.pace.words(stepsLeft: session.stepsLeft) + ["C-c stops"])
      .joined(separator: " ∙ ")
  }
}
