import TerminalKit

/// What `set` and `map` change: how the explorer looks and is worked, not what it debugs.
struct Preferences: Hashable, Sendable {
  var appearance = Appearance()
  /// Whether the background follows the terminal's report.
  var followsBackground = true
  /// The background that the terminal or the environment has reported.
  var reportedBackground: Background
  var hasMouse = false
  var pictures = PictureMode.off
  /// Whether the terminal shows pictures.
  var arePicturesShown = false
  /// The keys that the user has mapped, and the command line of each.
  var keys: [String: String] = [:]

  init(_ background: Background) {
    reportedBackground = background
    appearance.background = background
  }
}
