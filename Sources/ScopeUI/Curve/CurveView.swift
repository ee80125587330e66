import ScopeDebugger
import TerminalKit

/// Loss and accuracy of every step, in all the room.
struct CurveView: View {
  static let commands: [Command<Explorer>] = [
    opening(
      "curve", key: "4", help: "loss and accuracy of every step, with a cursor for going back"
    ) {
      CurveView()
    },
    Command(
      "axis", Choice(CurveAxis.self).optional, help: "a linear or a logarithmic loss axis",
      answer: { explorer, axis in
        let isLogarithmic = axis.map { $0 == .logarithmic } ?? !explorer.shared.curve.isLogarithmic
        explorer.shared.curve.isLogarithmic = isLogarithmic
        return Reply("the axis is \(isLogarithmic ? "logarithmic" : "linear")")
      }),
    Command(
      "span", CurveSpanChoice().optional, help: "how many steps the curve shows",
      action: { explorer, span in
        explorer.shared.curve.choose(span ?? .all, explorer.session.debugger)
      }),
  ].inGroup(.training)

  static let keys: [ViewKey<CurveView>] = [
    ViewKey("<Left>", "left", "step"), ViewKey("<Right>", "right", "step"),
    ViewKey("<Up>", "up", "far"), ViewKey("<Down>", "down", "far"),
    ViewKey("<Enter>", "visit", "go there"), ViewKey("v", "axis", "log"),
    ViewKey("+", "span in", "span"), ViewKey("-", "span out", "span"),
    .everywhere("t"), .everywhere("{"),
    .everywhere("}"), ViewKey("5", "ladder", "ladder"),
    ViewKey("6", "confusion", "confusion"), ViewKey("q", "leave", "back"),
    .everywhere("e"), .everywhere("?"),
    .everywhere(":"),
  ]

  var title: String { "curve" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    CurvePane(scene).draw(&canvas, rect)
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    shared.curve.moveCursor(rows: rows, columns: columns, shared.debugger)
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    shared.curve.jump(toEnd: toEnd, shared.debugger)
    return true
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    .perform(try shared.curve.lineToCursor)
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    guard shared.curve.cursor != nil else { return .close }
    shared.curve.cursor = nil
    return .stay
  }
}

/// What `axis` takes.
enum CurveAxis: String, Hashable, Sendable, CaseIterable {
  case linear, logarithmic
}
