import ScopeDebugger

/// The commands of the microscope.
extension MicroscopeView {
  static let commands: [Command<Explorer>] = (opening + insideCommands).inGroup(.explaining)

  private static let opening: [Command<Explorer>] = [
    Command(
      "inspect", traits: .showsNetwork,
      help: "open the cell, the channel, or the cell that the term was read from",
      action: { explorer throws(UserError) in
        guard var view = explorer.views.first(MicroscopeView.self) else {
          return open(try explorer.explainedNumber(nil), in: &explorer)
        }
        try view.enter(&explorer.shared)
        explorer.views.update(view)
      }),
    Command(
      "open", CellOrNetwork(), traits: [.showsNetwork, .mayDiscardTraining, .worksWithoutNetwork],
      help: "explain a number, such as conv2[3,4,5] or loss; or open another network",
      answer: { explorer, wanted throws(UserError) in
        switch wanted {
        case .cell(let number):
          open(number, in: &explorer)
          return Reply()
        case .network(let name, let input):
          return Reply(try explorer.session.open(named: name, input: input))
        }
      }),
    Command(
      "scatter", CellName(.output, isLookedAt: true).optional, traits: .showsNetwork,
      help: "where the gradient of an output cell goes: its window, its weights, what each adds",
      action: { explorer, cell throws(UserError) in
        let number = try explorer.explainedNumber(cell)
        let debugger = LookedAt(explorer.session).debugger
        _ = try debugger.inspector.scatter(of: number, channel: 0)
        open(number, in: &explorer)
        guard var view = explorer.views.first(MicroscopeView.self) else { return }
        view.microscope.aspect = .scatter
        explorer.views.update(view)
      }),
    Command(
      "slope", CellName(.source, isLookedAt: true).optional, keys: [KeyBinding("=")],
      help: "the numeric slope for this weight, beside the computed gradient",
      answer: { explorer, cell throws(UserError) in
        let view = explorer.views.first(MicroscopeView.self)
        let number = try explorer.explainedNumber(cell)
        let debugger = view?.debugger(explorer.shared) ?? LookedAt(explorer.session).debugger
        return Reply(try debugger.inspector.numericSlope(of: number).sentence)
      }),
    Command(
      "sample", NextBackOrIndex().optional,
      keys: [KeyBinding(")", "next"), KeyBinding("(", "back")],
      help: "look at another sample of the batch, in the microscope too",
      answer: { explorer, choice throws(UserError) in
        let line = ["sample", choice?.text].compactMap(\.self).joined(separator: " ")
        let reply = try Session.commands.perform(line, &explorer.session)
        if var view = explorer.views.first(MicroscopeView.self) {
          view.moveToSample(explorer.shared)
          explorer.views.update(view)
        }
        return reply
      }),
  ]

  /// - Parameter number: one of the subject that is looked at.
  private static func open(_ number: NumberReference, in explorer: inout Explorer) {
    let member = explorer.session.pair?.member ?? .first
    let open = explorer.views.first(MicroscopeView.self)
    if open?.ownNumber != nil || member == .second { explorer.views.close(MicroscopeView.self) }
    let isOpen = explorer.views.contains(MicroscopeView.self)
    var view =
      explorer.views.first(MicroscopeView.self)
      ?? MicroscopeView(Microscope(number), of: nil, member)
    view.look(at: number, &explorer.shared)
    if isOpen { explorer.views.update(view) } else { explorer.views.push(view) }
  }

  private static let insideCommands: [Command<Explorer>] = [
    inside(
      "aspect", Choice(Microscope.Aspect.self).optional,
      help: "the terms, the layer as a product of matrices, its steps, or where a gradient goes",
      action: { view, _, aspect in
        view.microscope.aspect = aspect ?? view.microscope.aspect.next
      }),
    inside(
      "axes", help: "steps with the channels first, or last",
      action: { view, _ in view.microscope.hasChannelsLast.toggle() }),
    inside(
      "tap", Choice(Direction.self).optional, help: "the next or the previous term",
      action: { view, shared, direction throws(UserError) in
        try view.moveTap(forward: direction != .back, view.debugger(shared))
      }),
    inside(
      "focus", Choice(Direction.self).optional, help: "the next or the previous channel or part",
      action: { view, shared, direction throws(UserError) in
        let inspector = view.debugger(shared).inspector
        if view.microscope.aspect == .scatter {
          return try view.moveScatterChannel(by: direction == .back ? -1 : 1, inspector)
        }
        let computation = try inspector.computation(of: view.microscope.number)
        view.microscope.moveFocus(by: direction == .back ? -1 : 1, in: computation)
      }),
    inside(
      "play", help: "step through the terms automatically; again to stop",
      action: { view, _ in view.microscope.isPlaying.toggle() }),
    inside(
      "follow", help: "go to what the term is multiplied by, such as a weight",
      action: { view, shared throws(UserError) in try view.follow(factor: 1, &shared) }),
    inside(
      "return", help: "return to where the last term was followed from",
      change: { view, shared in view.goBackAlongTrail(&shared) }),
  ]
}

/// Forwards or backwards along what stands in a row.
enum Direction: String, Hashable, Sendable, CaseIterable {
  case next, back
}

extension Microscope.Aspect {
  /// The one after it, round about.
  fileprivate var next: Self {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
