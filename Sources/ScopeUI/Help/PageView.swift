import ScopeDebugger
import TerminalKit

/// A text that is longer than the line of news.
struct PageView: View {
  static let localCommands: [Command<Explorer>] = [
    inside(
      "scroll", Choice(ScrollDirection.self), help: "scroll the text",
      action: { view, shared, direction in
        view.text.scroll(
          direction, count: view.lines.count, rows: ScrolledText.rows(shared.size))
      })
  ].with(.worksWithoutNetwork)

  static let keys: [ViewKey<PageView>] = [
    ViewKey("q <Esc> ? <Enter> <C-g>", "close", "back"), ViewKey("Q", "leave-now"),
    ViewKey("<Up> k", "scroll up", "scroll"), ViewKey("<Down> j", "scroll down", "scroll"),
    ViewKey("<Left> h", "scroll left", "sideways"),
    ViewKey("<Right> l", "scroll right", "sideways"),
    ViewKey("<PgDn> <Space> <C-f>", "scroll page"), ViewKey("<PgUp> <C-b>", "scroll page-back"),
    ViewKey("<C-d>", "scroll half"), ViewKey("<C-u>", "scroll half-back"),
    ViewKey("<Home> g", "scroll first"), ViewKey("<End> G", "scroll last"),
  ]

  let title: String
  let lines: [String]
  private var text = ScrolledText()

  init(title: String, lines: [String]) { (self.title, self.lines) = (title, lines) }

  var traits: ViewTraits { ViewTraits(unknownKeySentence: "q leaves this page; arrows scroll") }

  func placement(_ scene: Scene) -> Placement { .overlays }
  func part(of rest: inout Rect, _ scene: Scene) -> Rect { ScrolledText.part(of: rest) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    text.draw(lines, title: title, &canvas, rect)
  }

  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange? {
    text.turn(mouse, count: lines.count, rows: ScrolledText.rows(shared.size))
    return .stay
  }
}

extension ViewChange {
  /// Shows a text in the place of the view.
  static func read(_ title: String, _ lines: [String]) -> ViewChange {
    .replace([PageView(title: title, lines: lines)])
  }
}

extension Explorer {
  /// Shows lines: one is news, over as many rows as it needs; more are a page.
  mutating func show(_ lines: [String], title: String) {
    let width = max(20, size.columns - 4)
    if lines.count == 1, lines[0].columns <= 4 * width {
      shared.news.say(lines[0])
    } else if lines.count == 1 {
      views.close(PageView.self)
      views.push(PageView(title: title, lines: wrapped(lines[0], to: width)))
    } else if !lines.isEmpty {
      views.close(PageView.self)
      views.push(PageView(title: title, lines: lines))
    }
  }
}
