/// A screen with a keyboard. It is not shared, and closing it restores the shell.
public protocol Terminal: ~Copyable {
  /// The size of the screen.
  var size: Size { get }
  /// Colors and characters.
  var capabilities: Capabilities { get }

  /// Waits for the next event; ``Event/tick`` when the timeout passes without one.
  ///
  /// A timeout of 0 does not wait; nil waits without a limit.
  mutating func nextEvent(timeout milliseconds: Int?) -> Event

  /// Whether an event may be waiting.
  var hasInput: Bool { get }

  /// Shows a picture, with the text cursor at a position or hidden.
  mutating func present(_ canvas: Canvas, cursor: ScreenPosition?)

  /// Shows as much of a picture as the connection transmits quickly, so that keys do not wait for
  /// updates nobody asked for; further calls show the rest.
  ///
  /// - Returns: whether the whole picture is shown.
  mutating func presentPart(_ canvas: Canvas, cursor: ScreenPosition?) -> Bool

  /// Makes the next picture repaint the whole screen.
  mutating func invalidate()

  /// Sends a device status request; ``isOutputPending`` is true until the terminal has replied,
  /// which it does after showing what was sent before.
  mutating func requestStatusReport()

  /// Whether output is still in transit, so that optional updates should be skipped.
  var isOutputPending: Bool { get }

  /// Changes the colors from the next picture on, which repaints the whole screen.
  mutating func setAppearance(_ appearance: Appearance)

  /// Shows pictures in place of heat or stops it; ``Event/pictures(_:)`` says what came of it.
  mutating func setPictures(_ mode: PictureMode)

  /// Copies text to the clipboard, where the terminal allows it.
  mutating func copy(_ text: String)

  /// Rings the bell.
  mutating func bell()

  /// Turns mouse reports on or off; without them the terminal's text selection works.
  mutating func setMouse(_ on: Bool)

  /// Stops the program as Ctrl-Z does; returns when it is continued, with the screen restored.
  mutating func suspend()

  /// Restores the terminal; further calls do nothing.
  mutating func close()
}

extension Terminal where Self: ~Copyable {
  /// Shows a picture with the text cursor hidden.
  public mutating func present(_ canvas: Canvas) { present(canvas, cursor: nil) }

  /// Has no pictures.
  public mutating func setPictures(_ mode: PictureMode) {}

  /// Shows the whole picture at once.
  public mutating func presentPart(_ canvas: Canvas, cursor: ScreenPosition?) -> Bool {
    present(canvas, cursor: cursor)
    return true
  }
}

/// A position on the screen, counted from 0 in the upper left corner.
public struct ScreenPosition: Hashable, Sendable {
  /// The column.
  public let x: Int
  /// The row.
  public let y: Int

  /// The position in a column and a row.
  public init(x: Int, y: Int) { (self.x, self.y) = (x, y) }
}

/// Why there is no screen, as a sentence for the user.
public enum TerminalError: Error, Hashable, CustomStringConvertible {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// `TERM` is not set, or cannot position the cursor.
  case unusable(name: String?)
  /// There is no terminfo entry for `TERM`, and the terminal does not answer what it is.
  case unknown(name: String)
  /// The terminal could not be set up, for this reason.
  case failed(String)

  /// Whether lines of text can be written and read all the same.
  public var leavesLines: Bool {
    switch self {
    case .unusable, .unknown: true
    case .notATerminal, .failed: false
    }
  }

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .notATerminal:
      "standard input and output are not a terminal; \"cnnscope repl\" works without one"
    case .unusable(nil):
      "TERM is not set; the explorer's screen needs the terminal's name"
    case .unusable(let name?):
      "TERM=\(name) cannot show the explorer's screen: it cannot position the cursor"
    case .unknown(let name):
      "TERM=\(name) is unknown on this machine; TERM=xterm-256color fits most terminals"
    case .failed(let what): "the terminal cannot be used: \(what)"
    }
  }
}
