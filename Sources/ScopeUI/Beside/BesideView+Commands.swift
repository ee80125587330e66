import ScopeDebugger
import TerminalKit

/// The commands and keys of two subjects side by side.
extension BesideView {
  static let commands: [Command<Explorer>] = [
    Command(
      "beside", BesideParameter().optional, keys: [KeyBinding("|")],
      help: "put a second network, other weights, another input, sample or training step beside "
        + "this one, the step without the last edit, or another layer beside the selected one; "
        + "both are stepped together; again hides and shows it, off ends it",
      answer: { explorer, choice throws(UserError) in
        guard var choice else {
          explorer.toggleBeside()
          return Reply()
        }
        if case .layers(let other, nil) = choice {
          choice = .layers(explorer.shared.selection.node, other)
        }
        try BesideOpening.put(choice, in: &explorer.session)
        guard let pair = explorer.session.pair else { return Reply("nothing is beside any more") }
        explorer.showBeside()
        return Reply(pair.opened)
      }),
    Command(
      "subject", Choice(PairMember.self).optional,
      help: "which of the two side by side the microscope, explain, scatter and slope look at: "
        + "A or B; again the other",
      refusal: { $0.session.pair == nil ? closedReason : nil },
      answer: { explorer, wanted throws(UserError) in
        let pair = try SubjectPair.required(explorer.session)
        let member = wanted ?? pair.member.other
        if var view = explorer.views.first(MicroscopeView.self) {
          try view.look(at: member, of: pair)
          explorer.views.update(view)
        }
        if var view = explorer.views.first(BesideView.self), view.shown != .both {
          view.shown = member == .first ? .first : .second
          explorer.views.update(view)
        }
        return try Session.commands.perform("subject \(member.rawValue)", &explorer.session)
      }),
  ].inGroup(.viewing)

  static let localCommands: [Command<Explorer>] = [
    inside(
      "beside-order", help: "the layers that differ most first, or in the order of the network",
      action: { view, _ in view.isSorted.toggle() }),
    Command(
      "beside-screen", Choice(Shown.self).optional,
      help: "show A, A − B and B of a channel, or all channels of A, or of B; Enter on a cell then "
        + "opens the microscope of both, of A, or of B",
      refusal: { $0.views.contains(BesideView.self) ? nil : closedReason },
      action: { explorer, wanted throws(UserError) in
        guard var view = explorer.views.first(BesideView.self) else { return }
        let wasInCell = view.isInCell
        view.show(wanted ?? view.shown.next)
        explorer.views.update(view)
        let member: PairMember = view.shown == .second ? .second : .first
        try explorer.performOrThrow("subject \(member.rawValue)")
        if wasInCell, view.shown != .both { try explorer.performOrThrow("inspect") }
      }),
  ]

  static let closedReason = "this needs two subjects side by side; beside opens them"

  static let keys: [ViewKey<BesideView>] = [
    .everywhere("s"), .everywhere("S"), .everywhere("f"),
    ViewKey("<Enter>", "visit", "into"),
    ViewKey("[", "channel back", "map"), ViewKey("]", "channel next", "map"),
    ViewKey("<Tab>", "beside-screen", "A, B"), ViewKey("o", "beside-order", "order"),
    ViewKey("a", "show activation", "activation"), ViewKey("d", "show gradient", "gradient"),
    ViewKey("w", "show weights", "weights"),
    ViewKey("(", "slice back", "slice", when: { $1.hasSlices }),
    ViewKey(")", "slice next", "slice", when: { $1.hasSlices }),
    ViewKey("|", "beside", "hide"),
    ViewKey("q", "leave", "back"), .everywhere("?"), .everywhere(":"), .everywhere("u"),
    ViewKey("/", "search", "find"),
  ]
}

extension Explorer {
  /// The number that is named, or else the one that is looked at, as one of the subject whose cells
  /// commands explain.
  ///
  /// - Throws: ``UserError`` when there is none.
  func explainedNumber(_ named: NumberReference?) throws(UserError) -> NumberReference {
    if let number = named ?? views.first(MicroscopeView.self)?.ownNumber { return number }
    let number = try number(nil)
    guard let pair = session.pair, pair.member == .second else { return number }
    return try pair.counterpart(of: number, in: .first)
  }

  /// Shows or hides what is beside; asks what to put there where nothing is.
  fileprivate mutating func toggleBeside() {
    if session.pair == nil {
      apply(.ask(beginning: "beside ", history: shared.history))
    } else if let (_, index) = views.find(BesideView.self) {
      views.replace(index, by: [])
    } else {
      showBeside()
    }
  }

  fileprivate mutating func showBeside() {
    if let pair = session.pair, let first = pair.order(shared.selection.kind, sorted: false).first,
      !pair.order(shared.selection.kind, sorted: false).contains(shared.selection.node)
    {
      shared.selection.look(at: first, shared.selection.kind)
    }
    guard views.find(BesideView.self) == nil else { return }
    open(BesideView())
  }
}
