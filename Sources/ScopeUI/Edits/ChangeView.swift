import CNNModel
import ScopeDebugger
import TerminalKit

/// How the last edit changed a number: its parts with old and new value. Enter goes to the number that
/// a part comes from, and so layer by layer to the edit.
struct ChangeView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "changed", ChangedText().optional, traits: .showsNetwork,
      help: "how the last edit changed a number: its parts, which add up; follow: back to the edit",
      answer: { explorer, asked throws(UserError) in
        if let asked, asked.follows {
          return Reply(try EditAnswers.change(asked, explorer.session))
        }
        let number = try explorer.number(asked?.number)
        let view = try ChangeView(number, &explorer.shared)
        explorer.views.close(ChangeView.self)
        explorer.views.push(view)
        return Reply()
      })
  ].inGroup(.explaining)

  static let keys: [ViewKey<ChangeView>] = [
    ViewKey("<Up>", "up", "part"), ViewKey("<Down>", "down", "part"),
    ViewKey("<Enter>", "visit", "where it comes from"),
    ViewKey("q <Backspace>", "leave", "back", isKept: true), .everywhere("?"), .everywhere(":"),
  ]

  /// A number with its change, or where it was edited.
  private struct Stop: Sendable {
    let number: NumberReference
    let change: NumberChange?
    let edited: EditedNumber?
    let table: [String]
    var selected = 0

    init(_ number: NumberReference, _ debugger: Debugger, before: Debugger) throws(UserError) {
      self.number = number
      edited = EditedNumber(number, debugger, before: before)
      change =
        edited == nil ? try NumberChange(of: number, debugger, before: before) : nil
      table = change?.table() ?? []
    }

    var name: String { edited?.name ?? change?.name ?? "" }
  }

  /// The numbers that were followed, the one on the screen last.
  private var stops: [Stop]
  /// The setup and the place of the step that it tells of.
  private let setup: StepSetup
  private let step: Int

  /// - Throws: ``UserError`` where there was no edit in the step, or the number has no computation.
  init(_ number: NumberReference, _ shared: inout SharedState) throws(UserError) {
    let trace = try EditAnswers.trace(shared.session)
    (setup, step) = (shared.debugger.setup, shared.debugger.step)
    stops = [try Stop(number, shared.debugger, before: trace.before)]
    shared.selection.show(number, shared.session)
  }

  var title: String { "change" }
  var traits: ViewTraits {
    ViewTraits(lifetime: .untilSelectionChanges, waitsForWork: true, staysAboveNews: true)
  }

  func isValid(_ shared: SharedState) -> Bool {
    shared.debugger.step == step && shared.debugger.setup == setup
      && shared.session.editTrace != nil && shared.debugger.inspector.has(stops[0].number)
  }

  func reproduction(_ shared: SharedState) -> [String] {
    ["changed \(stops[0].name)"]
      + stops.dropLast().flatMap { stop in
        [String](repeating: "down", count: stop.selected) + ["visit"]
      }
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    guard let stop = stops.last else { return }
    var rest = rect
    ViewHeading(title: "CHANGE", rest: trail(to: rect.width - 14)).draw(&canvas, rest.takeTop(1))
    guard let change = stop.change else { return drawEdit(stop, &canvas, rest) }
    var heading = rest.takeTop(min(2, rest.height))
    line(change.heading, .heading, &canvas, heading.takeTop(1))
    line(change.total, change.addsUp ? .good : .dim, &canvas, heading.takeTop(1))
    guard let columns = stop.table.first, rest.height > 1 else { return }
    line(columns, .dim, &canvas, rest.takeTop(1))
    let first = min(
      max(0, stop.selected - rest.height / 2), max(0, change.parts.count - rest.height))
    for (row, text) in stop.table.dropFirst(1 + first).prefix(rest.height).enumerated() {
      let style: Style = first + row == stop.selected ? .selection : .plain
      let place = Rect(x: rest.x, y: rest.y + row, width: rest.width, height: 1)
      canvas.fill(place, with: Cell(" ", style))
      line(text, style, &canvas, place)
    }
  }

  private func drawEdit(_ stop: Stop, _ canvas: inout Canvas, _ rect: Rect) {
    guard let edited = stop.edited else { return }
    var rest = rect
    line(edited.heading, .heading, &canvas, rest.takeTop(1))
    line("changed by hand: \(edited.edit.title)", .good, &canvas, rest.takeTop(1))
    guard stops.count > 1 else { return }
    line(
      "the change of \(stops[0].name) is followed to its beginning", .dim, &canvas, rest.takeTop(1))
  }

  private func line(_ text: String, _ style: Style, _ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    canvas.write(text, x: rect.x + 1, y: rect.y, limit: rect.width - 2, style)
  }

  /// `linear3[5] ← sigmoid4[12]`: as many of the last numbers as there is room for.
  private func trail(to width: Int) -> String {
    var text = stops.last?.name ?? ""
    for stop in stops.dropLast().reversed() {
      let longer = "\(stop.name) ← \(text)"
      guard longer.columns <= width else { return "… ← \(text)" }
      text = longer
    }
    return text
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    select(stops[stops.count - 1].selected + (rows == 0 ? columns : rows))
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    select(toEnd ? .max : 0)
    return true
  }

  private mutating func select(_ row: Int) {
    let last = max(0, (stops.last?.change?.parts.count ?? 1) - 1)
    stops[stops.count - 1].selected = min(max(0, row), last)
  }

  /// Goes to the number that the selected part comes from.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard let stop = stops.last, let change = stop.change else {
      throw UserError("here the change begins: this number was changed by hand; q returns")
    }
    guard change.parts.indices.contains(stop.selected) else {
      throw UserError("no part of \(change.name) changed")
    }
    let part = change.parts[stop.selected]
    guard let number = part.cause?.number else {
      throw UserError("\(part.title) is read from no number of the network")
    }
    let trace = try EditAnswers.trace(shared.session)
    stops.append(try Stop(number, shared.debugger, before: trace.before))
    shared.selection.show(number, shared.session)
    return .stay
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    guard stops.count > 1 else { return .close }
    stops.removeLast()
    shared.selection.show(stops[stops.count - 1].number, shared.session)
    return .stay
  }
}

extension ChangeView {
  func summary(_ scene: Scene) -> [String]? {
    guard let stop = stops.last else { return nil }
    guard let change = stop.change else {
      return ["change: \(stop.edited?.heading ?? stop.name), changed by hand"]
    }
    let selected = stop.table.dropFirst(1 + stop.selected).prefix(1)
    return ["change: \(change.heading)", change.total] + selected.map { "selected: \($0)" }
  }

  func details(_ scene: Scene) -> [String] { stops.last?.table ?? [] }
}
