import ScopeDebugger

/// What news are said of: a moment of what is debugged, the lab, and the views that are open.
struct NewsSubject: Hashable, Sendable {
  /// Where the execution stands, and what it was set up with.
  private struct Moment: Hashable, Sendable {
    let step: Int
    let phase: Int
    let setup: StepSetup

    init(_ debugger: Debugger) {
      (step, phase, setup) = (debugger.step, debugger.phase, debugger.setup)
    }
  }

  /// The network or the list of tensors that is opened.
  private let generation: Int
  private let moment: Moment?
  private let lab: LabSetting?
  private let views: Set<String>

  init(_ explorer: Explorer) {
    let session = explorer.session
    generation = session.generation
    moment = session.hasNetwork ? Moment(session.debugger) : nil
    lab = session.lab?.setting
    views = Set(explorer.views.all.filter { !$0.traits.isModal }.map(\.title))
  }

  /// Whether what was said of this is still true of what there is now: a cursor may move, and views
  /// may open over those that were there.
  func holds(_ now: NewsSubject) -> Bool {
    generation == now.generation && moment == now.moment && lab == now.lab
      && views.isSubset(of: now.views)
  }
}
