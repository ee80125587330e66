/// A screen with a keyboard. There is one, it is not shared, and giving it up restores the shell.
public protocol Terminal: ~Copyable {
  var size: Size { get }
  var capabilities: Capabilities { get }

  /// Waits for the next event; ``Event/tick`` when so many milliseconds pass without one.
  ///
  /// 0 only looks whether there is one; nil waits for ever.
  mutating func nextEvent(timeout milliseconds: Int?) -> Event

  /// Whether there may be an event to deal with.
  var hasInput: Bool { get }

  /// Shows a picture and puts the text cursor at a place, or hides it.
  mutating func present(_ canvas: Canvas, cursor: ScreenPosition?)

  /// Shows as much of a picture as the line carries in a moment, so that a key does not wait behind
  /// what nobody asked for; the rest comes with the calls that follow.
  ///
  /// - Returns: whether the whole picture is shown.
  mutating func presentPart(_ canvas: Canvas, cursor: ScreenPosition?) -> Bool

  /// Forgets what is believed to be on the screen, so that the next picture is painted whole.
  mutating func invalidate()

  /// Asks the terminal to say when it has shown what was sent so far. Where it can answer,
  /// ``isBehind`` is true until it has.
  mutating func requestReceipt()

  /// Whether pictures are still on the way: one that nobody waits for had better be left out.
  var isBehind: Bool { get }

  /// Colors by another palette from the next picture on, which is painted whole.
  mutating func setAppearance(_ appearance: Appearance)

  /// Puts text on the clipboard, where the terminal allows it.
  mutating func copy(_ text: String)

  mutating func bell()

  /// Whether the terminal reports the mouse; off leaves its own text selection working.
  mutating func setMouse(_ on: Bool)

  /// Stops the program as Ctrl-Z does; returns when it is continued, with the screen taken again.
  mutating func suspend()

  /// Gives the terminal back as it was; further calls do nothing.
  mutating func close()
}

extension Terminal where Self: ~Copyable {
  public mutating func present(_ canvas: Canvas) { present(canvas, cursor: nil) }

  public mutating func presentPart(_ canvas: Canvas, cursor: ScreenPosition?) -> Bool {
    present(canvas, cursor: cursor)
    return true
  }
}

/// A place on the screen, counted from the upper left corner.
public struct ScreenPosition: Hashable, Sendable {
  public var x: Int
  public var y: Int

  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// Why there is no screen; the description is a sentence for the user.
public enum TerminalError: Error, Hashable, CustomStringConvertible {
  case notATerminal
  /// The description of the terminal is missing or cannot address the cursor.
  case unusable(name: String?)
  case failed(String)

  public var description: String {
    switch self {
    case .notATerminal:
      "standard input and output are not a terminal; \"cnnscope repl\" works without one"
    case .unusable(nil):
      "TERM is not set; set it to the terminal's name, or use \"cnnscope repl\", which needs none"
    case .unusable(let name?):
      "TERM=\(name) cannot show the explorer: it is unknown or cannot place the cursor; "
        + "\"cnnscope repl\" works everywhere"
    case .failed(let what): "the terminal cannot be used: \(what)"
    }
  }
}
