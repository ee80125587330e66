import ScopeDebugger
import TerminalKit

/// The numbered steps of a layer's passes, each with the shape of its array and its real numbers.
struct StepsPane {
  private let steps: LayerSteps
  private let channelsLast: Bool
  /// Whether the backward pass stands first.
  private let isBackward: Bool
  private let capabilities: Capabilities

  init(
    _ steps: LayerSteps, channelsLast: Bool, isBackward: Bool, _ capabilities: Capabilities
  ) {
    (self.steps, self.channelsLast, self.isBackward) = (steps, channelsLast, isBackward)
    self.capabilities = capabilities
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
      canvas.write(
        spelled(row.text, capabilities), x: rect.x + 1, y: rect.y + index, limit: width, row.style)
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
    let gap = width - shape.columns - title.columns
    let numbers = step.isDone ? step.numbers : "not done yet in this step; s continues"
    let heading =
      gap > 0
      ? [title + String(repeating: " ", count: gap) + shape]
      : [title, shape.leftPadded(to: width)]
    let room = width - 4
    let shown =
      numbers.columns <= room ? [numbers].filter { !$0.isEmpty } : wrapped(numbers, to: room)
    return heading.map { ($0, .plain) }
      + shown.map { ("    " + $0, step.isDone ? .accent : .dim) }
  }
}
