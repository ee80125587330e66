import CNNModel
import ScopeDebugger

/// The commands that change the number under the cursor, and look at what that did.
enum EditCommands {
  static let all: [Command<Explorer>] = [
    Command(
      "edit", traits: .showsNetwork,
      help: "type another number for the cell, as set-value does: 0.5, *2, +0.1",
      action: { explorer throws(UserError) in
        guard explorer.views.first(MicroscopeView.self)?.member != .second else {
          throw UserError("only numbers of A are changed, not those of B; Tab looks at A")
        }
        let number = try explorer.number(nil)
        let session = explorer.session
        let name = session.debugger.names.name(of: number)
        if case .cell = number { _ = try EditPlace(name, of: session.debugger) }
        explorer.apply(.ask(beginning: "set-value \(name) ", history: explorer.shared.history))
      }),
    Command(
      "version", Choice(EditTrace.Version.self).optional, traits: [.onlyMovesView, .showsNetwork],
      help: "after an edit the maps show new values, old ones, or the difference",
      refusal: { explorer in
        explorer.session.editTrace == nil
          ? "no number was changed in this step; set-value (or i on a cell) changes one" : nil
      },
      answer: { explorer, version in
        let version = version ?? explorer.shared.selection.version.next
        explorer.shared.selection.version = version
        return Reply("the maps show \(version.words)")
      }),
  ].inGroup(.viewing)
}

extension Selection {
  /// A tensor as it is shown after an edit: itself, what it was before, or the difference.
  func version(of tensor: Tensor, _ session: Session) -> Tensor {
    guard version != .new, let trace = session.editTrace else { return tensor }
    return trace.tensor(reference, version, new: tensor) ?? tensor
  }

  /// What the maps show instead of the values of the step; `nil` where they show those.
  func versionLine(_ session: Session) -> String? {
    guard let trace = session.editTrace, version != .new,
      let tensor = session.debugger.tensors.value(of: reference),
      trace.tensor(reference, version, new: tensor) != nil
    else { return nil }
    return "the maps show \(version.words); D: next"
  }
}
