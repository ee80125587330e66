internal import CCurses
public import TerminalKit

/// The real terminal, by ncurses. There is one at a time, used by the thread that made it; giving it
/// up, leaving the process and a crash all restore the shell.
///
/// While it lives, standard output and error are collected; they appear on the normal screen
/// afterwards.
public struct CursesTerminal: Terminal, ~Copyable {
  public private(set) var size: Size
  public let capabilities: Capabilities
  /// What the environment says of the background, until the terminal itself answers.
  public let background: Background
  private let isAnsi: Bool
  private var palette: Palette
  private var receipts = Receipts()
  /// The rows that are believed to be on the screen; none where nothing is known.
  private var shown: [ArraySlice<Cell>] = []
  /// The row that the next part of a picture begins with.
  private var firstRow = 0
  /// How many cells were sent since the last receipt was asked for.
  private var sentCells = 0
  private var inks: [Style: Ink] = [:]
  /// The ink that was asked for last: neighbors are often alike.
  private var latest: (style: Style, ink: Ink)?
  private var input = EventQueue()

  /// Takes the terminal.
  ///
  /// - Parameters:
  ///   - color: how many colors; more than the terminal's description has (or that of a relative,
  ///     as `xterm-256color` is one of `xterm`) are not to be had.
  ///   - ascii: ASCII characters only.
  /// - Throws: ``TerminalError``, a sentence for the user; the terminal is then untouched.
  public init(
    color: ColorChoice = .auto, ascii: Bool = false, mouse: Bool = false
  ) throws(TerminalError) {
    let found = try Detection(color: color, ascii: ascii)
    let wantsDirect = found.capabilities.depth == .truecolor
    let started = found.term.withCString { name in
      var options = ct_options(
        term: name, colors: found.capabilities.depth > .mono,
        synchronized: found.isAnsi && !found.insideTmux, ansi: found.isAnsi, direct: wantsDirect)
      return ct_start(&options)
    }
    guard started else { throw .failed("it could not be set up as \(found.term)") }
    var capabilities = found.capabilities
    if wantsDirect, !ct_is_direct() { capabilities.depth = .indexed256 }
    (self.capabilities, background, isAnsi) = (capabilities, found.background, found.isAnsi)
    palette = Palette(capabilities.depth, Appearance(background: found.background))
    size = EventQueue.currentSize()
    if mouse { ct_mouse(true) }
    if found.answersColors { askBackground() }
  }

  deinit { ct_stop() }

  public mutating func nextEvent(timeout milliseconds: Int?) -> Event {
    let event = input.next(timeout: milliseconds)
    receipts.came(input.takeReceipts())
    switch event {
    case .resize, .resumed:
      size = EventQueue.currentSize()
      shown = []
    default: break
    }
    return event
  }

  public var hasInput: Bool { ct_wait(0) != 0 }

  public mutating func present(_ canvas: Canvas, cursor: ScreenPosition?) {
    firstRow = 0
    _ = send(canvas, cursor, atMost: .max)
  }

  public mutating func presentPart(_ canvas: Canvas, cursor: ScreenPosition?) -> Bool {
    send(canvas, cursor, atMost: receipts.affordable)
  }

  public mutating func invalidate() {
    shown = []
    ct_invalidate()
  }

  public mutating func requestReceipt() {
    guard isAnsi, receipts.areGiven else { return }
    ct_ask_receipt()
    receipts.asked(after: sentCells)
    sentCells = 0
  }

  public var isBehind: Bool { receipts.isBehind }

  public mutating func setAppearance(_ appearance: Appearance) {
    guard appearance != palette.appearance else { return }
    palette = Palette(capabilities.depth, appearance)
    (inks, latest, shown) = ([:], nil, [])
  }

  public mutating func copy(_ text: String) {
    guard isAnsi else { return }
    ct_send("\u{1B}]52;c;\(base64(Array(text.utf8)))\u{07}")
  }

  public mutating func bell() { ct_bell() }
  public mutating func setMouse(_ on: Bool) { ct_mouse(on) }

  public mutating func suspend() {
    ct_suspend()
    size = EventQueue.currentSize()
    shown = []
    input.forgetStop()
  }

  public mutating func close() { ct_stop() }
}

extension CursesTerminal {
  /// Ends a wait of ``nextEvent(timeout:)`` with a tick; from any thread.
  public static func wake() { ct_wake() }

  /// What every further thread of the program has to call at its start, so that signals reach the
  /// loop and a crash in that thread restores the terminal, too.
  public static func prepareThread() { ct_thread_init() }

  /// Keeps a line that a crash leaves on the restored screen, such as where the program was: an
  /// optimized program may die without a word.
  public static func note(_ line: String) { ct_note(line) }

  /// Asks for the background. A terminal that does not know the question passes over it; the receipt
  /// says when there will be no answer any more.
  private mutating func askBackground() {
    ct_send("\u{1B}]11;?\u{1B}\\")
    requestReceipt()
  }

  /// Sends rows that have changed, from ``firstRow`` on around the screen.
  ///
  /// - Parameter limit: no row is begun after so many changed cells.
  /// - Returns: whether the whole picture is on its way.
  private mutating func send(
    _ canvas: Canvas, _ cursor: ScreenPosition?, atMost limit: Int
  ) -> Bool {
    let rows = min(size.rows, canvas.size.rows)
    let isKnown = shown.count == rows
    if !isKnown { shown = (0..<rows).map { _ in [] } }
    var (changed, sent) = (0, 0)
    var isWhole = true
    for offset in 0..<rows {
      let y = (firstRow + offset) % rows
      let row = canvas.row(y)
      guard shown[y] != row else { continue }
      guard sent < limit else {
        (firstRow, isWhole) = (y, false)
        break
      }
      sent += Self.difference(row, shown[y])
      shown[y] = row
      put(row, y)
      changed += 1
    }
    let place = cursor ?? ScreenPosition(x: max(0, size.columns - 1), y: max(0, size.rows - 1))
    ct_cursor(Int32(place.x), Int32(place.y), cursor != nil)
    ct_flush(changed > 3)
    sentCells += sent
    return isWhole
  }

  private mutating func put(_ row: ArraySlice<Cell>, _ y: Int) {
    let cells = row.prefix(size.columns).map { concrete($0) }
    cells.withUnsafeBufferPointer { ct_put_row(Int32(y), $0.baseAddress, Int32($0.count)) }
  }

  private static func difference(_ row: ArraySlice<Cell>, _ old: ArraySlice<Cell>) -> Int {
    row.count == old.count ? zip(row, old).count { $0 != $1 } : row.count
  }

  /// A cell in the colors and characters of this terminal.
  private mutating func concrete(_ cell: Cell) -> ct_cell {
    let ink = ink(for: cell.style)
    var attributes = UInt32(ink.attributes.rawValue)
    var character = cell.character
    if character == Cell.continuation {
      if !capabilities.glyphs.unicode { character = " " }
    } else {
      if capabilities.glyphs.lines == .terminal, let letter = Glyphs.lineLetter(for: character) {
        character = letter
        attributes |= UInt32(CT_LINE)
      } else {
        character = capabilities.glyphs.rendered(character)
      }
    }
    return ct_cell(
      character: character.value, foreground: number(ink.foreground),
      background: number(ink.background), attributes: attributes)
  }

  private mutating func ink(for style: Style) -> Ink {
    if let latest, latest.style == style { return latest.ink }
    let known = inks[style]
    let ink = known ?? palette.ink(for: style)
    if known == nil { inks[style] = ink }
    latest = (style, ink)
    return ink
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
