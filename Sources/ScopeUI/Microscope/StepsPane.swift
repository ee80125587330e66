import ScopeDebugger
import TerminalKit

/// The numbered steps of a layer's passes, each with the shape of its array and its real numbers.
struct StepsPane {
  private let steps: LayerSteps
  private let channelsLast: Bool

  init(_ steps: LayerSteps, channelsLast: Bool) {
    (self.steps, self.channelsLast) = (steps, channelsLast)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let order = channelsLast ? "channels last" : "channels first"
    var rows: [(text: String, style: Style)] = [("FORWARD to \(steps.name), \(order)", .heading)]
    rows += steps.forward.flatMap { lines($0, width: rect.width - 2) }
    rows.append(("BACKWARD", .heading))
    rows += steps.backward.flatMap { lines($0, width: rect.width - 2) }
    for (index, row) in rows.prefix(rect.height).enumerated() {
      canvas.write(
        row.text, x: rect.x + 1, y: rect.y + index, limit: rect.width - 2, row.style)
    }
  }

  private func lines(_ step: LayerSteps.Step, width: Int) -> [(text: String, style: Style)] {
    let shape = step.array.text(channelsLast: channelsLast)
    let title = "\(step.number) \(step.title)"
    let room = max(1, width - shape.columns - title.columns)
    let numbers = step.isDone ? step.numbers : "not done yet in this step; s goes on"
    return [
      (title + String(repeating: " ", count: room) + shape, .plain),
      ("    " + numbers, step.isDone ? .accent : .dim),
    ]
  }
}
