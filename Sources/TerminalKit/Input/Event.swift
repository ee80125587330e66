/// What can happen to a program in a terminal.
public enum Event: Hashable, Sendable {
  case key(Key)
  /// Text pasted in one go; its line ends are `\n` and execute nothing.
  case paste(String)
  case mouse(Mouse)
  /// The terminal has said what its background is.
  case background(Background)
  /// The screen has another size now; draw everything for it.
  case resize(Size)
  /// The time-out passed, or another thread asked for attention, and nothing else happened.
  case tick
  /// SIGINT from outside (Ctrl-C arrives as a key).
  case interrupt
  /// Something asks the program to stop for a while, as Ctrl-Z does: call `suspend()`.
  case suspend
  /// The program runs again and the screen was repainted.
  case resumed
  /// The terminal is gone or a signal asks to end: finish without asking.
  case terminate
}

/// A report of the mouse.
public struct Mouse: Hashable, Sendable {
  public enum Action: String, Hashable, Sendable {
    case press, release
    case wheelUp = "wheel-up"
    case wheelDown = "wheel-down"
  }

  public var action: Action
  public var x: Int
  public var y: Int

  public init(_ action: Action, x: Int, y: Int) {
    self.action = action
    self.x = x
    self.y = y
  }
}

/// The notation of scripts: `press 10 4`, `wheel-up 3 5`, with column and row counted from 0.
extension Mouse: CustomStringConvertible {
  public var description: String { "\(action.rawValue) \(x) \(y)" }

  /// - Returns: `nil` for a text that is no report.
  public init?(notation text: String) {
    let words = text.split(separator: " ")
    guard words.count == 3, let action = Action(rawValue: String(words[0])), let x = Int(words[1]),
      let y = Int(words[2])
    else { return nil }
    self.init(action, x: x, y: y)
  }
}
