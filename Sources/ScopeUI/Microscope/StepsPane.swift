import ScopeDebugger
import TerminalKit

/// The numbered steps of a layer's passes, each with the shape of its array and its real numbers.
struct StepsPane {
  private let steps: LayerSteps
  private let channelsLast: Bool
  /// Whether the backward pass stands first.
  private let isBackward: Bool

  init(_ steps: LayerSteps, channelsLast: Bool, isBackward: Bool) {
    (self.steps, self.channelsLast, self.isBackward) = (steps, channelsLast, isBackward)
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let order = channelsLast ? "channels last" : "channels first"
    let width = rect.width - 2
    let forward = pass("FORWARD to \(steps.name), \(order) (z)", steps.forward, width)
    let backward = pass("BACKWARD from \(steps.name), \(order) (z)", steps.backward, width)
    var rows = isBackward ? backward + forward : forward + backward
    if rows.count > rect.height {
      let rest = isBackward ? "a shows the forward pass" : "d shows the backward pass"
      rows = (isBackward ? backward : forward) + [(rest, .dim)]
    }
    for (index, row) in rows.prefix(rect.height).enumerated() {
      canvas.write(row.text, x: rect.x + 1, y: rect.y + index, limit: width, row.style)
    }
  }

  private func pass(
    _ title: String, _ steps: [LayerSteps.Step], _ width: Int
  ) -> [(text: String, style: Style)] {
    [(title, .heading)] + steps.flatMap { lines($0, width: width) }
  }

  private func lines(_ step: LayerSteps.Step, width: Int) -> [(text: String, style: Style)] {
    let shape = step.array.text(channelsLast: channelsLast)
    let title = "\(step.number) \(step.title)"
    let room = width - shape.columns - title.columns
    let numbers = step.isDone ? step.numbers : "not done yet in this step; s continues"
    let heading =
      room > 0
      ? [title + String(repeating: " ", count: room) + shape]
      : [title, shape.leftPadded(to: width)]
    return heading.map { ($0, .plain) } + [("    " + numbers, step.isDone ? .accent : .dim)]
  }
}
