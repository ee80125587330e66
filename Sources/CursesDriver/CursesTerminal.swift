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
  private var shown: Canvas?
  private var inks: [Style: Ink] = [:]
  private var input = EventQueue()

  /// Takes the terminal.
  ///
  /// - Parameters:
  ///   - color: how many colours; more than the terminal's description has (or that of a relative,
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
        term: name, colours: found.capabilities.depth > .mono,
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
    if found.answersColours { askBackground() }
  }

  deinit { ct_stop() }

  public mutating func nextEvent(timeout milliseconds: Int?) -> Event {
    let event = input.next(timeout: milliseconds)
    receipts.came(input.takeReceipts())
    switch event {
    case .resize, .resumed:
      size = EventQueue.currentSize()
      shown = nil
    default: break
    }
    return event
  }

  public var hasInput: Bool { ct_wait(0) != 0 }

  public mutating func present(_ canvas: Canvas, cursor: ScreenPosition?) {
    var changed = 0
    for y in 0..<min(size.rows, canvas.size.rows) {
      if let shown, shown.size == canvas.size, shown.row(y) == canvas.row(y) { continue }
      let cells = canvas.row(y).prefix(size.columns).map { concrete($0) }
      cells.withUnsafeBufferPointer { ct_put_row(Int32(y), $0.baseAddress, Int32($0.count)) }
      changed += 1
    }
    let place = cursor ?? ScreenPosition(x: max(0, size.columns - 1), y: max(0, size.rows - 1))
    ct_cursor(Int32(place.x), Int32(place.y), cursor != nil)
    ct_flush(changed > 3)
    shown = canvas
  }

  public mutating func invalidate() {
    shown = nil
    ct_invalidate()
  }

  public mutating func requestReceipt() {
    guard isAnsi, receipts.areGiven else { return }
    ct_ask_receipt()
    receipts.asked()
  }

  public var isBehind: Bool { receipts.isBehind }

  public mutating func setAppearance(_ appearance: Appearance) {
    guard appearance != palette.appearance else { return }
    palette = Palette(capabilities.depth, appearance)
    inks = [:]
    shown = nil
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
    shown = nil
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
  /// optimised program may die without a word.
  public static func note(_ line: String) { ct_note(line) }

  /// Asks for the background. A terminal that does not know the question passes over it; the receipt
  /// says when there will be no answer any more.
  private mutating func askBackground() {
    ct_send("\u{1B}]11;?\u{1B}\\")
    requestReceipt()
  }

  /// A cell in the colours and characters of this terminal.
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
    if let known = inks[style] { return known }
    let ink = palette.ink(for: style)
    inks[style] = ink
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
