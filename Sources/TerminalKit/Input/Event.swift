/// An event of the terminal.
public enum Event: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// Text pasted in one go; its line ends are `\n` and execute nothing.
  case paste(String)
  /// The mouse was used.
  case mouse(Mouse)
  /// The terminal replied what its background is.
  case background(Background)
  /// Pictures are shown from now on, as was asked for, or they cannot be.
  case pictures(PictureAnswer)
  /// The screen has another size now; draw everything for it.
  case resize(Size)
  /// The timeout passed or another thread woke the loop, and nothing else happened.
  case tick
  /// SIGINT from outside (Ctrl-C arrives as a key).
  case interrupt
  /// The program should stop as by Ctrl-Z: call `suspend()`.
  case suspend
  /// The program runs again and the screen was repainted.
  case resumed
  /// The terminal is gone or a signal requests termination: end without a question.
  case terminate
}

/// A mouse event.
public struct Mouse: Hashable, Sendable {
  /// What the mouse did.
  public enum Action: String, Hashable, Sendable {
    /// A button, or one notch of the wheel.
    case press, release
    /// It was moved while a button was down.
    case drag
    case wheelUp = "wheel-up"
    case wheelDown = "wheel-down"
  }

  /// What the mouse did.
  public let action: Action
  /// The column, counted from 0.
  public let x: Int
  /// The row, counted from 0.
  public let y: Int

  /// An event in a cell of the screen.
  public init(_ action: Action, x: Int, y: Int) {
    self.action = action
    self.x = x
    self.y = y
  }
}

/// The notation of scripts: `press 10 4`, `wheel-up 3 5`, with column and row counted from 0.
extension Mouse: CustomStringConvertible {
  /// The event in this notation.
  public var description: String { "\(action.rawValue) \(x) \(y)" }

  /// The event of one notation.
  ///
  /// - Returns: nil for another text.
  public init?(notation text: String) {
    let words = text.split(separator: " ")
    guard words.count == 3, let action = Action(rawValue: String(words[0])), let x = Int(words[1]),
      let y = Int(words[2])
    else { return nil }
    self.init(action, x: x, y: y)
  }
}
