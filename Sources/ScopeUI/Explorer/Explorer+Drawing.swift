import TerminalKit

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

  /// What stands on a screen that is too small.
  static func drawTooSmall(_ canvas: inout Canvas) {
    let size = canvas.size
    let words = "\(size): cnnscope needs \(minimum) or more; Q leaves"
    let lines = wrapped(words, to: size.columns)
    for (row, line) in lines.enumerated() {
      canvas.write(line, x: 0, y: max(0, (size.rows - lines.count) / 2) + row, .warning)
    }
  }
}

extension Explorer {
  /// What views have. Long news cover the last rows of it, except where these hold a result, or where
  /// they would cover the number under the cursor, which has one row below it at least.
  var room: Rect {
    var room = ScreenFrame(size).room
    let rows = NewsPane(self).rowCount
    let hasCursor = shared.selection.pane == .maps && !views.all.contains(where: \.traits.isHost)
    if hasCursor && rows > 2 || views.all.contains(where: \.traits.staysAboveNews) {
      _ = room.takeBottom(rows - 1)
    }
    return room
  }

  /// The screen, and where the text cursor stands.
  package func draw() -> (canvas: Canvas, cursor: ScreenPosition?) {
    var canvas = Canvas(size)
    guard ScreenFrame.fits(size) else {
      ScreenFrame.drawTooSmall(&canvas)
      return (canvas, nil)
    }
    let (frame, scene) = (ScreenFrame(size), scene)
    let arrangement = scene.arrangement(in: room)
    TitleLine(session, subject: views.all.lazy.reversed().compactMap(\.subject).first)
      .draw(&canvas, frame.title)
    for part in arrangement.body { part.view.draw(into: &canvas, in: part.rect, scene) }
    NewsPane(self).draw(&canvas, frame.news)
    KeyMeanings(self).footer.draw(&canvas, frame.footer)
    for part in arrangement.overlays { part.view.draw(into: &canvas, in: part.rect, scene) }
    return (canvas, arrangement.overlays.last.flatMap { $0.view.cursor(in: $0.rect) })
  }
}
