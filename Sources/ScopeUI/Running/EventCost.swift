import ScopeDebugger
import TerminalKit

/// What events may cost, so that long work goes to another thread.
struct EventCost {
  private let explorer: Explorer

  init(_ explorer: Explorer) { self.explorer = explorer }

  /// Whether a phase may take so long that the screen should stay alive meanwhile.
  var hasLongPhases: Bool {
    let session = explorer.session
    return session.hasNetwork && session.network.multiplyAccumulateCount > 50_000_000
  }

  /// Whether an event may lead to work that delays the next key.
  func mayTakeLong(_ event: Event) -> Bool {
    guard case .key(let key) = event else { return false }
    if explorer.views.takesText { return key == .enter }
    return hasLongPhases && !onlyMovesView(event)
      && ![.control("c"), .character("Q")].contains(key)
  }

  /// Whether an event changes the view and nothing else.
  func onlyMovesView(_ event: Event) -> Bool {
    switch event {
    case .resize, .resumed, .background, .pictures, .tick: return true
    case .key(let key):
      let views = explorer.views
      if views.takesText { return key != .enter }
      guard !views.all.contains(where: \.traits.waitsForWork) else { return false }
      if views.top.traits.isModal { return true }
      guard let line = KeyMeanings(explorer).line(for: key.description) else { return false }
      let command = try? Explorer.commands.command(of: line)
      return command?.traits.contains(.onlyMovesView) ?? false
    default: return false
    }
  }
}
