internal import CCurses
package import TerminalKit

/// The real terminal, through ncurses. There is one at a time, used by the thread that made it;
/// closing it, the end of the process and a crash all restore the shell.
///
/// Meanwhile standard output and error are captured; they appear on the normal screen afterwards.
package struct CursesTerminal: Terminal, ~Copyable {
  package private(set) var size: Size
  package let capabilities: Capabilities
  /// The background according to the environment, until the terminal itself replies.
  package let background: Background
  /// Whether it takes operating system commands, as far as is known.
  var takesCommands: Bool
  /// Whether it was asked already what its entry does not say.
  private var isAsked = false
  let found: Detection
  private(set) var palette: Palette
  var flow = FlowControl()
  /// The pictures on the screen; nil without a way to encode them.
  var graphics: Graphics?
  /// Whether pictures are shown in place of heat.
  var isPictured = false
  /// The question for graphics; nil when it was not asked, or was answered.
  var question: GraphicsQuestion?
  /// What is to be reported before anything else.
  var events: [Event] = []
  /// The rows on the screen; empty where they are not known.
  private var shown: [ArraySlice<Cell>] = []
  /// The row at which the next part of a picture begins.
  private var firstRow = 0
  /// The number of cells sent since the last status request.
  private var sentCells = 0
  private var resolved: [Style: ResolvedStyle] = [:]
  /// The style that was resolved last: neighbors often have the same.
  private var latest: (style: Style, resolved: ResolvedStyle)?
  private var input = EventQueue()

  /// Sets the terminal up.
  ///
  /// - Parameters:
  ///   - color: the number of colors, at most that of the terminfo entry or of a related one, as
  ///     `xterm-256color` is for `xterm`.
  ///   - ascii: ASCII characters only.
  ///   - png: encodes pictures for terminals with graphics; without it there are none.
  /// - Throws: ``TerminalError``, a sentence for the user; the terminal is then unchanged.
  package init(
    color: ColorChoice = .auto, ascii: Bool = false, mouse: Bool = false,
    png: PNGEncoding? = nil
  ) throws(TerminalError) {
    let found = try Detection(color: color, ascii: ascii)
    let wantsDirect = found.capabilities.depth == .truecolor
    let started = found.term.withCString { name in
      var options = ct_options(
        term: name, colors: found.capabilities.depth > .mono, direct: wantsDirect)
      return ct_start(&options)
    }
    guard started else { throw .failed("it could not be set up as \(found.term)") }
    var capabilities = found.capabilities
    if wantsDirect, !ct_is_direct() { capabilities.depth = .indexed256 }
    (self.capabilities, background, self.found) = (capabilities, found.background, found)
    takesCommands = found.takesCommands
    graphics = png.map { Graphics($0) }
    palette = Palette(capabilities.depth, Appearance(background: found.background))
    size = EventQueue.currentSize()
    if mouse { ct_mouse(true) }
    if takesCommands { requestBackground() }
    requestStatusReport()
  }

  deinit { ct_stop() }

  package mutating func nextEvent(timeout milliseconds: Int?) -> Event {
    if !events.isEmpty { return events.removeFirst() }
    let patience = question.map { min($0.timeLeft, milliseconds ?? .max) }
    let event = input.next(timeout: patience ?? milliseconds)
    for answer in input.takeAnswers() { take(answer) }
    endSilence()
    switch event {
    case .resize, .resumed:
      size = EventQueue.currentSize()
      shown = []
      removePictures()
    default: break
    }
    return event == .tick && !events.isEmpty ? events.removeFirst() : event
  }

  package var hasInput: Bool { !events.isEmpty || ct_wait(0) != 0 }

  package mutating func present(_ canvas: Canvas, cursor: ScreenPosition?) {
    firstRow = 0
    _ = send(canvas, cursor, atMost: .max)
  }

  package mutating func presentPart(_ canvas: Canvas, cursor: ScreenPosition?) -> Bool {
    send(canvas, cursor, atMost: flow.affordableCells)
  }

  package mutating func invalidate() {
    shown = []
    removePictures()
    ct_invalidate()
  }

  package mutating func requestStatusReport() {
    guard flow.isSupported, ct_request_status() else { return }
    flow.requested(after: sentCells)
    sentCells = 0
  }

  package var isOutputPending: Bool { flow.isOutputPending }

  package mutating func setAppearance(_ appearance: Appearance) {
    guard appearance != palette.appearance else { return }
    removePictures()
    palette = Palette(capabilities.depth, appearance)
    (resolved, latest, shown) = ([:], nil, [])
  }

  package mutating func copy(_ text: String) {
    guard takesCommands else { return }
    ct_send("\u{1B}]52;c;\(base64(Array(text.utf8)))\u{07}")
  }

  package mutating func bell() { ct_bell() }
  package mutating func setMouse(_ on: Bool) { ct_mouse(on) }

  package mutating func suspend() {
    removePictures()
    ct_suspend()
    size = EventQueue.currentSize()
    shown = []
    input.forgetStop()
  }

  package mutating func close() {
    removePictures()
    ct_stop()
  }
}

extension CursesTerminal {
  /// Ends a wait in ``nextEvent(timeout:)`` with a tick, from any thread.
  package static func wake() { ct_wake() }

  /// To be called at the start of every further thread, so that signals reach the event loop and a
  /// crash in that thread restores the terminal, too.
  package static func prepareThread() { ct_thread_init() }

  /// Sets a line that is printed after a crash, such as what the program was doing, because an
  /// optimized program may crash without a message.
  package static func note(_ line: String) { ct_note(line) }

  private mutating func take(_ answer: Report.Answer) {
    switch answer {
    case .attributes(let numbers):
      flow.replied()
      ct_status_came()
      noteStatusReport()
      guard !isAsked else { return }
      isAsked = true
      askFurther(numbers.first ?? 0)
    case .mode(2026, let isKnown): ct_synchronize(isKnown && !found.insideTmux)
    case .mode: break
    case .graphics(let isThere): take(hasGraphics: isThere)
    }
  }

  /// Asks a terminal that answers for what its entry does not say. From class 62 on (VT220) it takes
  /// requests that it does not know without printing them.
  private mutating func askFurther(_ deviceClass: Int) {
    let isModern = (62..<100).contains(deviceClass)
    if isModern { ct_send("\u{1B}[?2026$p") }
    if !takesCommands, isModern || found.isOfKnownFamily {
      takesCommands = true
      requestBackground()
    }
    if isModern { requestStatusReport() }
  }

  /// Asks for the background (OSC 11) where the environment does not name it.
  private mutating func requestBackground() {
    guard capabilities.depth >= .indexed256, background == .unknown else { return }
    ct_send("\u{1B}]11;?\u{1B}\\")
  }

  /// Sends changed rows, beginning at ``firstRow`` and wrapping around.
  ///
  /// - Parameter limit: no further row is sent after this many changed cells.
  /// - Returns: whether the whole picture was sent.
  private mutating func send(
    _ canvas: Canvas, _ cursor: ScreenPosition?, atMost limit: Int
  ) -> Bool {
    let (canvas, pictures) = withoutPictures(canvas)
    let rows = min(size.rows, canvas.size.rows)
    if shown.count != rows { shown = (0..<rows).map { _ in [] } }
    var (changedRows, cells) = (0, 0)
    var isWhole = true
    for offset in 0..<rows {
      let y = (firstRow + offset) % rows
      let row = canvas.row(y)
      guard shown[y] != row else { continue }
      guard cells < limit else {
        (firstRow, isWhole) = (y, false)
        break
      }
      cells += Self.difference(row, shown[y])
      shown[y] = row
      put(row, y)
      changedRows += 1
    }
    setCursor(cursor)
    ct_flush(changedRows > 3)
    if isWhole { showPictures(pictures) }
    sentCells += cells
    return isWhole
  }

  private func setCursor(_ cursor: ScreenPosition?) {
    let position = cursor ?? ScreenPosition(x: max(0, size.columns - 1), y: max(0, size.rows - 1))
    ct_cursor(Int32(position.x), Int32(position.y), cursor != nil)
  }

  private mutating func put(_ row: ArraySlice<Cell>, _ y: Int) {
    let spelled = capabilities.glyphs.spelled(Array(row.prefix(size.columns)))
    let cells = spelled.map { encoded($0) }
    cells.withUnsafeBufferPointer { ct_put_row(Int32(y), $0.baseAddress, Int32($0.count)) }
  }

  private static func difference(_ row: ArraySlice<Cell>, _ old: ArraySlice<Cell>) -> Int {
    row.count == old.count ? zip(row, old).count { $0 != $1 } : row.count
  }

  /// The cell in the colors and characters of this terminal.
  private mutating func encoded(_ cell: Cell) -> ct_cell {
    let style = resolve(cell.style)
    let (character, isLine) = encoded(cell.character)
    return ct_cell(
      character: character.value, foreground: number(style.foreground),
      background: number(style.background),
      attributes: UInt32(style.attributes.rawValue) | (isLine ? UInt32(CT_LINE) : 0))
  }

  private func encoded(_ character: Unicode.Scalar) -> (Unicode.Scalar, isLine: Bool) {
    let glyphs = capabilities.glyphs
    if character == Cell.continuation { return (glyphs.unicode ? character : " ", false) }
    if glyphs.lines == .terminal, let letter = Glyphs.lineLetter(for: character) {
      return (letter, true)
    }
    return (glyphs.rendered(character), false)
  }

  private mutating func resolve(_ style: Style) -> ResolvedStyle {
    if let latest, latest.style == style { return latest.resolved }
    let known = resolved[style]
    let result = known ?? palette.resolve(style)
    if known == nil { resolved[style] = result }
    latest = (style, result)
    return result
  }

  private func number(_ color: TerminalColor) -> Int32 {
    switch color {
    case .own: -1
    case .indexed(let index): Int32(index)
    case .rgb(let red, let green, let blue):
      Int32(CT_RGB) | Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    }
  }
}
