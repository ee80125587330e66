import ScopeDebugger
import TerminalKit

/// A line that is being typed, in the place of the footer.
struct PromptView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "search", keys: [KeyBinding("/")], traits: .onlyMovesView, help: "find a layer",
      action: { $0.views.push(PromptView("/", submits: "find", completes: .layers)) }),
    Command(
      "command", keys: [KeyBinding(":", label: "command")], traits: .onlyMovesView,
      help: "type a command",
      action: { $0.apply(.ask(beginning: "", history: $0.shared.history)) }),
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

  init(
    _ prompt: String, submits command: String?, completes: Completes = .nothing,
    beginning text: String = "", history: [String] = [], closesAsker: Bool = false
  ) {
    (self.prompt, self.command, self.completes) = (prompt, command, completes)
    (editor, self.closesAsker) = (LineEditor(text, history: history), closesAsker)
  }

  var title: String { "prompt" }
  var traits: ViewTraits { ViewTraits(takesText: true) }

  func placement(_ scene: Scene) -> Placement { .overlays }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    let line = self.line(in: rect)
    let offers = editor.offers.joined(separator: "  ")
    if !offers.isEmpty {
      let above = Rect(x: 0, y: line.y - 1, width: rect.width, height: 1)
      canvas.fill(above)
      canvas.write(offers, x: 1, y: above.y, limit: rect.width - 1, .dim)
    }
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
    let completion = PromptCompletion(shared.session)
    switch editor.handle(key, candidates: { completion.candidates(for: $0, completes) }) {
    case .editing: return .stay
    case .cancelled: return closesAsker ? .closeWithAsker : .close
    case .submitted(let text):
      guard !text.allSatisfy(\.isWhitespace) else { return .close }
      if let command { return .submit("\(command) \(text)") }
      if shared.history.last != text { shared.history.append(text) }
      return .submit(text)
    }
  }

  mutating func paste(_ text: String) -> Bool {
    editor.insert(text)
    return true
  }
}

extension ViewChange {
  /// Asks for a command.
  static func ask(beginning text: String, history: [String] = []) -> ViewChange {
    .open(
      PromptView(":", submits: nil, completes: .commands, beginning: text, history: history))
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
