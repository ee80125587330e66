import TerminalKit

/// What `set` and `map` change: how the explorer looks and is worked, not what it debugs.
struct Preferences: Hashable, Sendable {
  var appearance = Appearance()
  /// Whether the background is taken from what the terminal says.
  var followsBackground = true
  /// What the terminal has said of itself, or its environment.
  var reportedBackground: Background
  var hasMouse = false
  /// Keys of the user's own, and the command line that each stands for.
  var keys: [String: String] = [:]

  init(_ background: Background) {
    reportedBackground = background
    appearance.background = background
  }
}
