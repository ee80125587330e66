import ScopeDebugger

/// Short forms for commands that act in a view and are refused while that is closed.
extension View {
  /// - Parameter change: may open or close views by what it returns.
  static func inside<each Parameter: CommandParameter>(
    _ name: String, _ parameters: repeat each Parameter, traits: CommandTraits = [], help: String,
    change:
      @escaping @Sendable (
        inout Self, inout SharedState, repeat (each Parameter).Value
      ) throws(UserError) -> ViewChange
  ) -> Command<Explorer> {
    Command(
      name, repeat each parameters, traits: traits, help: help,
      refusal: { $0.views.contains(Self.self) ? nil : closedReason },
      action: {
        (
          explorer: inout Explorer, values: repeat (each Parameter).Value
        ) throws(UserError) -> Void in
        guard let (found, index) = explorer.views.find(Self.self) else { return }
        var view = found
        let outcome = try change(&view, &explorer.shared, repeat each values)
        explorer.views.replace(index, by: [view])
        explorer.apply(outcome, to: index)
      })
  }

  static func inside<each Parameter: CommandParameter>(
    _ name: String, _ parameters: repeat each Parameter, traits: CommandTraits = [], help: String,
    action:
      @escaping @Sendable (
        inout Self, inout SharedState, repeat (each Parameter).Value
      ) throws(UserError) -> Void
  ) -> Command<Explorer> {
    inside(
      name, repeat each parameters, traits: traits, help: help,
      change: {
        (
          view: inout Self, shared: inout SharedState, values: repeat (each Parameter).Value
        ) throws(UserError) -> ViewChange in
        try action(&view, &shared, repeat each values)
        return .stay
      })
  }

  /// One that takes nothing.
  static func inside(
    _ name: String, help: String,
    change: @escaping @Sendable (inout Self, inout SharedState) throws(UserError) -> ViewChange
  ) -> Command<Explorer> {
    Command(
      name, help: help, refusal: { $0.views.contains(Self.self) ? nil : closedReason },
      action: { explorer throws(UserError) in
        guard let (found, index) = explorer.views.find(Self.self) else { return }
        var view = found
        let outcome = try change(&view, &explorer.shared)
        explorer.views.replace(index, by: [view])
        explorer.apply(outcome, to: index)
      })
  }

  static func inside(
    _ name: String, help: String,
    action: @escaping @Sendable (inout Self, inout SharedState) throws(UserError) -> Void
  ) -> Command<Explorer> {
    inside(
      name, help: help,
      change: { view, shared throws(UserError) in
        try action(&view, &shared)
        return .stay
      })
  }
}

extension View {
  /// A command that opens the view in all the room.
  static func opening(
    _ name: String, key: String, help: String, _ make: @escaping @Sendable () -> Self
  ) -> Command<Explorer> {
    Command(name, keys: [KeyBinding(key)], help: help, action: { $0.open(make()) })
  }
}
