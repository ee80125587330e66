import Checkup
import NumberText
import TerminalKit

/// A row for each question of a check-up, and below the sentence of the selected one.
struct CheckupPane {
  let heading: String
  let answers: [CheckupAnswer]
  let row: Int

  private static let questions = CheckupCatalog.all

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    ViewHeading(title: "CHECKUP", rest: "\(heading) ∙ \(state)").draw(&canvas, rest.takeTop(1))
    drawSentence(&canvas, rest.takeBottom(min(rest.height / 3, 6)))
    let first = min(max(0, row - rest.height / 2), max(0, Self.questions.count - rest.height))
    for index in Self.questions.indices.dropFirst(first).prefix(max(0, rest.height)) {
      let line = Rect(x: rest.x, y: rest.y + index - first, width: rest.width, height: 1)
      draw(index, &canvas, line)
    }
  }

  /// How far it is, or how many answers there are of each kind.
  private var state: String {
    answers.count < Self.questions.count
      ? "\(answers.count) of \(Self.questions.count) answered" : CheckupLines.summary(answers)
  }

  private func draw(_ index: Int, _ canvas: inout Canvas, _ rect: Rect) {
    let answer = answers.indices.contains(index) ? answers[index] : nil
    let isSelected = index == row
    if isSelected { canvas.fill(rect, with: Cell(" ", .selection)) }
    let style = isSelected ? .selection : style(of: answer)
    canvas.write(mark(answer, index), x: rect.x + 1, y: rect.y, limit: 1, style)
    let number = answer?.number.map { Decimals.text($0, 3) } ?? ""
    canvas.write(number, endingAt: rect.x + 13, y: rect.y, style)
    canvas.write(
      Self.questions[index].question, x: rect.x + 15, y: rect.y, limit: max(0, rect.width - 16),
      isSelected ? .selection : answer == nil ? .dim : .plain)
  }

  /// The verdict; … for the question that is being answered.
  private func mark(_ answer: CheckupAnswer?, _ index: Int) -> String {
    answer?.verdict.mark ?? (index == answers.count ? "…" : " ")
  }

  private func style(of answer: CheckupAnswer?) -> Style {
    switch answer?.verdict {
    case .tick: .accent
    case .cross: .error
    case .unsure: .warning
    case .notApplicable, nil: .dim
    }
  }

  private func drawSentence(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1 else { return }
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    var lines = [("not answered yet", Style.dim)]
    if answers.indices.contains(row) {
      let answer = answers[row]
      lines = wrapped(answer.sentence, to: rect.width - 2).map { ($0, Style.plain) }
      lines += [answer.look.map { ("look: \($0)", Style.accent) }].compactMap(\.self)
    }
    let threshold = wrapped(Self.questions[row].threshold, to: rect.width - 2)
    lines += threshold.map { ($0, Style.dim) }
    for (index, line) in lines.prefix(rect.height - 1).enumerated() {
      canvas.write(
        line.0, x: rect.x + 1, y: rect.y + 1 + index, limit: max(0, rect.width - 2), line.1)
    }
  }
}
