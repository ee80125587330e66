import ScopeDebugger

/// Moving among the cells that an output cell's gradient goes to.
extension MicroscopeView {
  mutating func moveShare(forward: Bool, _ debugger: Debugger) throws(UserError) {
    let scatter = try scatter(debugger.inspector)
    let share = microscope.scatter.share + (forward ? 1 : -1)
    if !scatter.shares.indices.contains(share) { microscope.isPlaying = false }
    microscope.scatter.share = min(max(0, share), max(0, scatter.shares.count - 1))
  }

  mutating func moveScatterChannel(by distance: Int, _ inspector: StepInspector) throws(UserError) {
    let last = try scatter(inspector).channels.count - 1
    microscope.scatter.channel = min(max(0, microscope.scatter.channel + distance), last)
  }

  /// Goes to the gradient that the share in focus is added to, whose terms gather all shares.
  mutating func followShare(_ shared: inout SharedState) throws(UserError) {
    let scatter = try scatter(debugger(shared).inspector)
    guard !scatter.shares.isEmpty else { throw UserError("the gradient goes to no cell here") }
    let share = scatter.shares[min(microscope.scatter.share, scatter.shares.count - 1)]
    let source = NumberReference.cell(scatter.input, share.cell)
    microscope.aspect = .terms
    microscope.follow(source)
    select(source, &shared)
  }

  private func scatter(_ inspector: StepInspector) throws(UserError) -> Scatter {
    try inspector.scatter(of: microscope.number, channel: microscope.scatter.channel)
  }
}
