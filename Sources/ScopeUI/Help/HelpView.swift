import CNNModel
import ScopeDebugger
import TerminalKit

/// What can be done, narrowed by what is typed.
struct HelpView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "keys", keys: [KeyBinding("?", label: "help"), KeyBinding("<F1>")],
      traits: [.onlyMovesView, .worksWithoutNetwork],
      help: "this help",
      action: { explorer in
        let text = ExplorerHelp(explorer, columns: explorer.size.columns - 2)
        explorer.views.push(HelpView(text.lines))
      })
  ]

  static let localCommands: [Command<Explorer>] = [
    inside(
      "scroll", Choice(ScrollDirection.self), help: "scroll the text",
      action: { view, shared, direction in
        view.text.scroll(
          direction, count: view.lines.count, rows: ScrolledText.rows(shared.size))
      }),
    inside(
      "widen", help: "remove the last typed letter",
      action: { view, _ in
        view.filter = String(view.filter.dropLast())
        view.text = ScrolledText()
      }),
  ].with(.worksWithoutNetwork)

  static let keys: [ViewKey<HelpView>] = [
    ViewKey("<Up> k", "scroll up", "scroll"), ViewKey("<Down> j", "scroll down", "scroll"),
    ViewKey("q <Esc> ? <Enter> <C-g>", "close", "back"), ViewKey("Q", "leave-now"),
    ViewKey("<Backspace>", "widen", "widen"), ViewKey("<Left>", "scroll left"),
    ViewKey("<Right>", "scroll right"),
    ViewKey("<PgDn> <Space> <C-f>", "scroll page"), ViewKey("<PgUp> <C-b>", "scroll page-back"),
    ViewKey("<C-d>", "scroll half"), ViewKey("<C-u>", "scroll half-back"),
    ViewKey("<Home>", "scroll first"), ViewKey("<End>", "scroll last"),
  ]

  /// All lines; those that begin with many blanks go on with the one before.
  private let all: [String]
  /// What was typed.
  private var filter = ""
  private var text = ScrolledText()

  init(_ lines: [String]) { all = lines }

  var title: String { "help" }
  var traits: ViewTraits {
    ViewTraits(typingLabel: "to narrow", unknownKeySentence: "q leaves this page; arrows scroll")
  }

  func placement(_ scene: Scene) -> Placement { .overlays }
  func part(of rest: inout Rect, _ scene: Scene) -> Rect { ScrolledText.part(of: rest) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    let typed = filter.isEmpty ? "" : " /\(filter)"
    text.draw(lines, title: title + typed, &canvas, rect)
  }

  mutating func point(
    _ mouse: Mouse, in rect: Rect, _ scene: Scene, _ shared: inout SharedState
  ) -> ViewChange? {
    text.turn(mouse, count: lines.count, rows: ScrolledText.rows(shared.size))
    return .stay
  }
}

/// Narrowing.
extension HelpView {
  /// Characters narrow the lines; those that scroll or leave do so while nothing was typed.
  mutating func take(_ key: Key, _ shared: inout SharedState) -> ViewChange? {
    switch key {
    case .control("u") where !filter.isEmpty: filter = ""
    case .character("?"): return nil
    case .character(let character):
      if filter.isEmpty, "qQjk ".contains(character) { return nil }
      filter.append(character)
    default: return nil
    }
    text = ScrolledText()
    return .stay
  }

  private static let continuation = String(repeating: " ", count: 14)

  /// The lines that hold what was typed.
  private var lines: [String] {
    guard !filter.isEmpty else { return all }
    let wanted = filter.lowercased()
    let found = groups.filter { $0.contains { $0.lowercased().contains(wanted) } }.flatMap { $0 }
    return found.isEmpty ? ["nothing here matches \"\(filter)\""] : found
  }

  /// Every line with those that go on with it.
  private var groups: [[String]] {
    var groups: [[String]] = []
    for line in all {
      if line.hasPrefix(Self.continuation), !groups.isEmpty {
        groups[groups.count - 1].append(line)
      } else {
        groups.append([line])
      }
    }
    return groups
  }
}
