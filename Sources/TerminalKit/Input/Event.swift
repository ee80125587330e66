/// What can happen to a program in a terminal.
public enum Event: Hashable, Sendable {
  case key(Key)
  /// Text pasted in one go; its line ends are `\n` and execute nothing.
  case paste(String)
  case mouse(Mouse)
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
  public enum Action: Hashable, Sendable { case press, release, wheelUp, wheelDown }

  public var action: Action
  public var x: Int
  public var y: Int

  public init(_ action: Action, x: Int, y: Int) {
    self.action = action
    self.x = x
    self.y = y
  }
}
