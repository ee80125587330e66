import ScopeDebugger
import TerminalKit

/// The loss of every step on the way here.
struct LossPane {
  private let session: Session
  private let isFocused: Bool
  private let capabilities: Capabilities

  init(_ explorer: Explorer) {
    (session, capabilities) = (explorer.session, explorer.capabilities)
    isFocused = explorer.view.focus == .loss
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let losses = session.debugger.losses
    let last = losses.last.map { Decimals.text($0.loss, 4) } ?? ""
    PaneHeading(focus: .loss, isFocused: isFocused, rest: last).draw(&canvas, rect)
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard !losses.isEmpty else {
      let reason = session.debugger.withoutTarget ?? "no loss yet"
      for (row, line) in wrapped(reason, to: rect.width - 2).prefix(inside.height).enumerated() {
        canvas.write(line, x: rect.x + 1, y: inside.y + row, .dim)
      }
      return
    }
    let points = losses.map { ChartSeries.Point(Double($0.step), Double($0.loss)) }
    var chart = LineChart([ChartSeries("loss", points: points)])
    chart.xRange = 0...Double(max(1, losses[losses.count - 1].step))
    // One value alone has no range of its own.
    if Set(losses.map(\.loss)).count == 1, losses[0].loss.isFinite, losses[0].loss > 0 {
      chart.yRange = 0...2 * Double(losses[0].loss)
    }
    _ = chart.draw(into: &canvas, in: inside, capabilities)
  }
}
