public import TerminalKit

/// The rows of the screen.
struct ScreenFrame: Hashable, Sendable {
  /// Below this the screen holds a sentence only.
  static let minimum = Size(columns: 40, rows: 12)

  let title: Rect
  /// What views have.
  let room: Rect
  let news: Rect
  let footer: Rect

  init(_ size: Size) {
    var rest = Rect(size)
    title = rest.takeTop(1)
    footer = rest.takeBottom(1)
    news = rest.takeBottom(1)
    room = rest
  }

  static func fits(_ size: Size) -> Bool {
    size.columns >= minimum.columns && size.rows >= minimum.rows
  }
}

extension Explorer {
  /// The screen, and where the text cursor stands.
  public func draw() -> (canvas: Canvas, cursor: ScreenPosition?) {
    var canvas = Canvas(size)
    guard ScreenFrame.fits(size) else {
      drawTooSmall(&canvas)
      return (canvas, nil)
    }
    let (frame, scene) = (ScreenFrame(size), scene)
    let arrangement = scene.arrangement(in: frame.room)
    TitleLine(session, subject: views.all.lazy.reversed().compactMap(\.subject).first)
      .draw(&canvas, frame.title)
    for part in arrangement.body { part.view.draw(into: &canvas, in: part.rect, scene) }
    drawNews(&canvas, frame.news)
    footer.draw(&canvas, frame.footer)
    for part in arrangement.overlays { part.view.draw(into: &canvas, in: part.rect, scene) }
    return (canvas, arrangement.overlays.last.flatMap { $0.view.cursor(in: $0.rect) })
  }

  /// The news, over as many rows as it needs: they grow upwards.
  private func drawNews(_ canvas: inout Canvas, _ rect: Rect) {
    let progress = progressLine
    let style: Style = progress != nil ? .accent : Style(shared.news.role)
    let lines = progress.map { [$0] } ?? wrapped(shared.news.text, to: rect.width - 2)
    // Where there is little room, news must not cover the numbers.
    let most = size.rows < 20 && style.role == .plain ? 1 : size.rows / 3
    let shown = lines.count > most && most == 1 ? [shared.news.text] : Array(lines.prefix(most))
    for (index, line) in shown.enumerated() {
      let row = Rect(x: 0, y: rect.y - shown.count + 1 + index, width: rect.width, height: 1)
      canvas.fill(row)
      canvas.write(line, x: rect.x + 1, y: row.y, limit: rect.width - 1, style)
    }
  }

  private func drawTooSmall(_ canvas: inout Canvas) {
    let words = "\(size): cnnscope needs \(ScreenFrame.minimum) or more; Q leaves"
    let lines = wrapped(words, to: size.columns)
    for (row, line) in lines.enumerated() {
      canvas.write(line, x: 0, y: max(0, (size.rows - lines.count) / 2) + row, .warning)
    }
  }
}
