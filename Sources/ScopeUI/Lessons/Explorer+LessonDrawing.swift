import TerminalKit

extension Explorer {
  /// What is said of the selected tensor: the lines are made once a picture.
  typealias Figures = (pane: InfoPane, lines: [(text: String, style: Style)])

  /// The lesson beside what it is about: the lab, or the pane that the arrows act in, in full.
  func drawLesson(
    _ lesson: LessonPane, _ canvas: inout Canvas, _ glance: Glance, _ figures: Figures
  ) {
    var live = Rect(x: 0, y: 1, width: size.columns, height: size.rows - 3)
    let text = LessonPane.take(from: &live, size)
    lesson.draw(&canvas, text)
    if LessonPane.isBeside(size) {
      canvas.verticalLine(x: text.maxX, y: text.y, length: text.height)
      _ = live.takeLeft(1)
    }
    drawLive(&canvas, live, glance, figures)
  }

  private func drawLive(
    _ canvas: inout Canvas, _ rect: Rect, _ glance: Glance, _ figures: Figures
  ) {
    if let lab = session.lab, labPart != nil { return LabPane(lab, self).draw(&canvas, rect) }
    if let microscope { return MicroscopePane(self, microscope).draw(&canvas, rect) }
    var rest = rect
    let foot = rest.takeBottom(min(figures.lines.count + 2, rest.height / 2))
    switch view.focus {
    case .layers: LayerPane(self).draw(&canvas, rest)
    case .maps: MapPane(self, glance).draw(&canvas, rest)
    case .loss: LossPane(self).draw(&canvas, rest)
    }
    figures.pane.draw(figures.lines, &canvas, foot)
  }

  /// What stands on the screen outside of the lesson's own text.
  var liveText: String {
    let canvas = draw().canvas
    return lessonView == nil ? canvas.text : canvas.withoutLesson(size).text
  }
}

extension Canvas {
  fileprivate func withoutLesson(_ size: Size) -> Canvas {
    var copy = self
    var rest = Rect(x: 0, y: 1, width: size.columns, height: size.rows - 3)
    copy.fill(LessonPane.take(from: &rest, size))
    return copy
  }
}

extension Footer {
  static let lesson = [
    (">", "on"), ("<", "back"), ("Enter", "answer"), ("q", "leave"), ("s", "step"),
    ("Tab", "pane"), ("a d w", "show"), ("?", "help"), (":", "command"),
  ]
}
