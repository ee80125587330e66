import ScopeDebugger
import TerminalKit

/// What keys mean where the user is.
struct KeyMeanings {
  private let shared: SharedState
  private let views: ViewStack

  init(_ explorer: Explorer) { (shared, views) = (explorer.shared, explorer.views) }

  /// The command line that a key stands for; `nil` for a key without meaning here.
  ///
  /// Keys that the user has mapped come first, then those of the views from the top down, then those
  /// that mean something everywhere.
  func line(for key: String) -> String? {
    if !views.top.traits.isModal, let line = shared.preferences.keys[key] { return line }
    let bindings = views.bindings(shared) + (views.top.traits.isModal ? [] : Explorer.keys)
    return bindings.first { $0.keys.contains(key) }?.line
  }

  /// What the footer shows.
  var footer: FooterLine {
    let more = views.top.traits.isModal ? [] : Explorer.ownKeys
    return FooterLine(views.footerBindings(shared) + more, typing: views.top.traits.typingLabel)
  }
}
