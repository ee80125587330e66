import ScopeDebugger

/// Short forms for commands of views.
extension View {
  /// A command that acts in the view and is refused while that is closed.
  static func inside<each Parameter: CommandParameter>(
    _ name: String, _ parameters: repeat each Parameter, traits: CommandTraits = [], help: String,
    action:
      @escaping @Sendable (
        inout Self, inout SharedState, repeat (each Parameter).Value
      ) throws(UserError) -> Void
  ) -> Command<Explorer> {
    Command(
      name, repeat each parameters, traits: traits, help: help,
      refusal: { $0.views.contains(Self.self) ? nil : closedReason }
    ) { (explorer: inout Explorer, values: repeat (each Parameter).Value) throws(UserError) in
      guard var view = explorer.views.first(Self.self) else { return }
      try action(&view, &explorer.shared, repeat each values)
      explorer.views.update(view)
    }
  }

  /// A command that opens the view in all the room.
  static func opening(
    _ name: String, key: String, help: String, _ make: @escaping @Sendable () -> Self
  ) -> Command<Explorer> {
    Command(name, keys: [KeyBinding(key)], help: help) { (explorer: inout Explorer) in
      explorer.open(make())
    }
  }
}
