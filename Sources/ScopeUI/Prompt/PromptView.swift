import ScopeDebugger
import TerminalKit

/// A line that is being typed, in the place of the footer.
struct PromptView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "search", keys: [KeyBinding("/")], traits: .onlyMovesView, help: "find a layer",
      action: { $0.views.push(PromptView("/", submits: "find", completes: .layers)) }),
    Command(
      "command", keys: [KeyBinding(":", label: "command"), KeyBinding("<C-p>")],
      traits: .onlyMovesView, help: "type a command, or find it by what it does",
      action: {
        $0.apply(
          .ask(beginning: "", history: $0.shared.history, among: PaletteList(CommandPalette($0))))
      }),
  ].inGroup(.viewing).with(.worksWithoutNetwork)

  /// What can be completed.
  enum Completes: Hashable, Sendable {
    case commands, layers, nothing
  }

  /// What stands before the line.
  private let prompt: String
  /// The command that takes the line as its argument; `nil` when the line is the command.
  private let command: String?
  private let completes: Completes
  /// Whether cancelling closes the view, too, that asks.
  private let closesAsker: Bool
  private(set) var editor: LineEditor
  /// The commands that a line can mean.
  private var list: PaletteList?
  /// The words that the argument under the cursor can be.
  private var words: [String] = []

  init(
    _ prompt: String, submits command: String?, completes: Completes = .nothing,
    beginning text: String = "", history: [String] = [], among list: PaletteList? = nil,
    closesAsker: Bool = false
  ) {
    (self.prompt, self.command, self.completes) = (prompt, command, completes)
    self.list = list
    (editor, self.closesAsker) = (LineEditor(text, history: history), closesAsker)
  }

  var title: String { "prompt" }
  var traits: ViewTraits { ViewTraits(takesText: true) }

  func placement(_ scene: Scene) -> Placement { .overlays }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    let line = self.line(in: rect)
    var above = Rect(x: rect.x, y: rect.y, width: rect.width, height: line.y - rect.y)
    let offers = (editor.offers.isEmpty ? words : editor.offers).joined(separator: "  ")
    if !offers.isEmpty {
      let row = above.takeBottom(1)
      canvas.fill(row)
      canvas.write(offers, x: 1, y: row.y, limit: rect.width - 1, .dim)
    }
    list?.draw(into: &canvas, in: above, editor.text)
    canvas.fill(line)
    _ = editor.draw(into: &canvas, in: line, prompt: prompt)
  }

  func cursor(in rect: Rect) -> ScreenPosition? {
    var scratch = Canvas(rect.size)
    let line = self.line(in: rect)
    return editor.draw(into: &scratch, in: line, prompt: prompt)
  }

  private func line(in rect: Rect) -> Rect {
    Rect(x: rect.x, y: rect.maxY - 1, width: rect.width, height: 1)
  }

  mutating func take(_ key: Key, _ shared: inout SharedState) -> ViewChange? {
    if let change = takeFromList(key) { return change }
    let completion = PromptCompletion(shared.session)
    let outcome = editor.handle(key) { completion.candidates(for: $0, completes) }
    list?.forgetSelection()
    switch outcome {
    case .editing:
      words = list == nil ? [] : completion.words(for: editor.text)
      return .stay
    case .cancelled: return closesAsker ? .closeWithAsker : .close
    case .submitted(let text): return submit(text, &shared)
    }
  }

  private func submit(_ text: String, _ shared: inout SharedState) -> ViewChange {
    guard !text.allSatisfy(\.isWhitespace) else { return .close }
    if let command { return .submit("\(command) \(text)") }
    if shared.history.last != text { shared.history.append(text) }
    return .submit(text)
  }

  mutating func paste(_ text: String) -> Bool {
    editor.insert(text)
    return true
  }
}

extension PromptView {
  /// Gives a key to the list of commands.
  ///
  /// - Returns: `nil` where the key means the line.
  private mutating func takeFromList(_ key: Key) -> ViewChange? {
    guard let list, !editor.isInHistory else { return nil }
    let chosen = list.chosen(for: editor.text)
    switch key {
    case .down, .control("n"): return self.list?.move(1, for: editor.text) == true ? .stay : nil
    case .up where chosen != nil, .control("p") where chosen != nil:
      return self.list?.move(-1, for: editor.text) == true ? .stay : nil
    case .enter:
      guard let chosen else { return nil }
      return chosen.takesArguments ? write(chosen) : .submit(chosen.name)
    case .tab:
      guard let entry = chosen ?? list.fallback(for: editor.text) else { return nil }
      return write(entry)
    default: return nil
    }
  }

  /// Puts a command into the line.
  private mutating func write(_ entry: CommandPalette.Entry) -> ViewChange {
    editor = LineEditor(entry.name + " ", history: editor.history)
    list?.forgetSelection()
    return .stay
  }
}

extension ViewChange {
  /// Asks for a command.
  ///
  /// - Parameter list: the commands that are listed while it is typed.
  static func ask(
    beginning text: String, history: [String] = [], among list: PaletteList? = nil
  ) -> ViewChange {
    .open(
      PromptView(
        ":", submits: nil, completes: .commands, beginning: text, history: history, among: list))
  }

  /// Asks for an answer.
  ///
  /// - Parameter closesAsker: whether cancelling closes the view, too, that asks.
  static func askForAnswer(closesAsker: Bool = false) -> ViewChange {
    .open(PromptView("answer: ", submits: "answer", closesAsker: closesAsker))
  }

  /// Asks for a file to save to; the line is the argument of a command.
  static func askForFile(beginning text: String, submits command: String) -> ViewChange {
    .open(PromptView("save to: ", submits: command, beginning: text, closesAsker: true))
  }
}

extension Explorer {
  /// The line that is being typed, or is about to be done.
  var typedLine: String? { views.first(PromptView.self)?.editor.text }
}
