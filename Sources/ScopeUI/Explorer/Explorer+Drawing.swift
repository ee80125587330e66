public import TerminalKit

extension Explorer {
  /// The screen, and where the text cursor stands.
  public func draw() -> (canvas: Canvas, cursor: ScreenPosition?) {
    var canvas = Canvas(size)
    let glance = Glance(self)
    let info = InfoPane(self, glance)
    let lines = info.lines
    guard let layout = layout(infoRows: lines.count + 2) else {
      drawTooSmall(&canvas)
      return (canvas, nil)
    }
    TitleLine(self).draw(&canvas, layout.title)
    if let page {
      let room = Rect(x: 0, y: 1, width: size.columns, height: size.rows - 2)
      page.draw(&canvas, room)
    } else {
      drawBody(&canvas, layout, glance, (info, lines))
      drawMessage(&canvas, layout.message)
    }
    let cursor = drawFooter(&canvas, layout.footer)
    return (canvas, cursor)
  }

  func layout(infoRows: Int) -> ScreenLayout? {
    ScreenLayout(size, layerCount: session.network.nodes.count, infoRows: infoRows)
  }

  /// The panes, the lab, the microscope, or a lesson with one of them beside it.
  private func drawBody(
    _ canvas: inout Canvas, _ layout: ScreenLayout, _ glance: Glance, _ figures: Figures
  ) {
    let room = Rect(x: 0, y: 1, width: size.columns, height: layout.message.y - 1)
    if isProjecting, projectorRefusal == nil {
      ProjectorPane(self, glance).draw(&canvas, room)
    } else if let lesson = LessonPane(self) {
      drawLesson(lesson, &canvas, glance, figures)
    } else if let lab = session.lab, labPart != nil {
      LabPane(lab, self).draw(&canvas, room)
    } else if let weightsView {
      WeightsPane(weightsView, capabilities).draw(&canvas, room)
    } else if let microscope {
      drawMicroscope(microscope, &canvas, room, glance, figures)
    } else if let view = training.view {
      drawTraining(view, &canvas, room)
    } else {
      drawPanes(&canvas, layout, glance)
      figures.pane.draw(figures.lines, &canvas, layout.info)
    }
  }

  func drawPanes(_ canvas: inout Canvas, _ layout: ScreenLayout, _ glance: Glance) {
    if let layers = layout.layers {
      LayerPane(self).draw(&canvas, layers)
      let bottom = (layout.loss ?? layers).maxY
      canvas.verticalLine(x: layers.maxX, y: layers.y, length: bottom - layers.y)
    }
    if let loss = layout.loss { LossPane(self).draw(&canvas, loss) }
    MapPane(self, glance).draw(&canvas, layout.maps)
  }

  /// The news, over as many rows as it needs: they grow upwards.
  private func drawMessage(_ canvas: inout Canvas, _ rect: Rect) {
    let isNews = newsTime > 0
    let running = away?.line ?? (session.isRunning && !isNews ? runningLine : nil)
    let style: Style = running != nil ? .accent : Style(message.role)
    let lines = running.map { [$0] } ?? wrapped(message.text, to: rect.width - 2)
    // Where there is little room, news must not cover the numbers.
    let most = size.rows < 20 && style.role == .plain ? 1 : size.rows / 3
    let shown = lines.count > most && most == 1 ? [message.text] : Array(lines.prefix(most))
    for (index, line) in shown.enumerated() {
      let row = Rect(x: 0, y: rect.y - shown.count + 1 + index, width: rect.width, height: 1)
      canvas.fill(row)
      canvas.write(line, x: rect.x + 1, y: row.y, limit: rect.width - 1, style)
    }
  }

  /// The prompt, or the keys that are used most.
  private func drawFooter(_ canvas: inout Canvas, _ rect: Rect) -> ScreenPosition? {
    if let prompt {
      let offers = prompt.editor.offers.joined(separator: "  ")
      if !offers.isEmpty {
        let above = Rect(x: 0, y: rect.y - 1, width: rect.width, height: 1)
        canvas.fill(above)
        canvas.write(offers, x: 1, y: above.y, limit: rect.width - 1, .dim)
      }
      return prompt.editor.draw(into: &canvas, in: rect, prompt: prompt.purpose.rawValue)
    }
    Footer(keys: footerKeys).draw(&canvas, rect)
    return nil
  }

  private var footerKeys: [(String, String)] {
    if isLeaving { return Footer.leaving }
    if let page { return page.filter == nil ? Footer.page : Footer.help }
    if isProjecting { return Footer.projector }
    if lessonView != nil { return labPart != nil ? Footer.lessonInLab : Footer.lesson }
    if labPart != nil { return Footer.lab }
    if weightsView != nil { return Footer.weights }
    if microscope != nil { return Footer.lens }
    return Footer.of(training) ?? Footer.explorer
  }

  private func drawTooSmall(_ canvas: inout Canvas) {
    let words = "\(size): cnnscope needs \(ScreenLayout.minimum) or more; Q leaves"
    let lines = wrapped(words, to: size.columns)
    for (row, line) in lines.enumerated() {
      canvas.write(line, x: 0, y: max(0, (size.rows - lines.count) / 2) + row, .warning)
    }
  }
}

/// The most used keys, as many as there is room for.
struct Footer {
  let keys: [(String, String)]

  static let weights = [
    ("j k", "tensor"), ("/", "find name or shape"), ("] [", "kernels"), (":", "command"),
    ("?", "help"), ("q", "back"),
  ]
  static let explorer = [
    ("s", "step"), ("S", "back"), ("f", "finish pass"), ("c", "continue"), ("Tab", "pane"),
    ("?", "help"), (":", "command"), ("q", "quit"), ("a", "activation"), ("d", "gradient"),
    ("w", "weights"), ("[ ]", "map"), ("v", "scale"), ("+ -", "zoom"), ("Space", "breakpoint"),
    ("u", "run step"), ("r", "restart"), ("/", "find"),
  ]
  static let leaving = [("k", "keep in a file"), ("d", "discard"), ("c", "stay")]
  static let help = [("type", "to narrow"), ("↑ ↓", "scroll"), ("q", "back"), ("BS", "widen")]
  static let projector = [
    ("arrows", "cell"), ("s", "step"), ("S", "back"), ("[ ]", "map"), ("P", "back to all"),
  ]
  static let page = [("q", "back"), ("↑ ↓", "scroll"), ("← →", "sideways")]
  static let lens = [
    ("arrows", "cell"), (". ,", "tap"), ("[ ]", "part"), ("Enter", "into"), ("BS", "return"),
    ("Space", "play"), ("q", "out"), ("?", "help"), ("o", "weight"), ("s", "step"), ("=", "slope"),
  ]

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var column = rect.x + 1
    for (key, word) in keys {
      guard column + key.columns + word.columns + 1 < rect.maxX else { break }
      column = canvas.write(key, x: column, y: rect.y, .key)
      column = canvas.write(" \(word)", x: column, y: rect.y, .dim) + 2
    }
  }
}

extension TextPage {
  /// The lines from the first on, under a heading.
  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let typed = filter.map { $0.isEmpty ? "" : " /\($0)" } ?? ""
    let inside = canvas.box(rect, title: title + typed, focused: true)
    let lines = lines
    canvas.within(inside) { part in
      for (row, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
        part.write(line, x: -left, y: row)
      }
    }
    let last = min(lines.count, first + inside.height)
    let place = " \(first + 1)-\(last) of \(lines.count) "
    canvas.write(place, endingAt: rect.maxX - 2, y: rect.maxY - 1, .dim)
  }
}
