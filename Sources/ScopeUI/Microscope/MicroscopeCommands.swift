import ScopeDebugger

extension Explorer {
  /// The commands of the microscope. Their keys mean it only while it is open.
  static let microscopy: [Command<Explorer>] = [
    Command(
      "inspect", keys: [KeyBinding("<Enter>")],
      help: "into the cell, the channel, or the cell that the term was read from",
      applies: { isOpen($0) || ($0.view.focus == .maps && $0.labPart == nil) },
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        try explorer.inspect()
        return Reply()
      }),
    Command(
      "open", arguments: "CELL | NETWORK [INPUT]", completion: .network,
      help: "take a number apart, such as conv2[3,4,5] or loss; or another network",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        guard explorer.session.debugger.names.isNumber(text) else {
          explorer.microscope = nil
          return try Session.commands.perform("open \(text)", &explorer.session)
        }
        try explorer.openMicroscope(text)
        return Reply()
      }),
    pointing("field", "x", "box what this unit can see of the layers before it; again: no box") {
      (explorer: inout Explorer, number: NumberReference) throws(UserError) in
      try explorer.box(try explorer.session.debugger.inspector.receptiveField(of: number), isForward: false)
    },
    pointing("reach", "X", "box what this cell reaches in the layers behind; again: no box") {
      (explorer: inout Explorer, number: NumberReference) throws(UserError) in
      try explorer.box(try explorer.session.debugger.inspector.projectiveField(of: number), isForward: true)
    },
    pointing("slope", "=", "the slope by this weight, measured, beside the computed gradient") {
      (explorer: inout Explorer, number: NumberReference) throws(UserError) in
      explorer.message = Message(try explorer.session.debugger.inspector.numericSlope(of: number).sentence)
    },
    Command(
      "aspect", arguments: "[terms|matrix|steps]",
      completion: .words(Microscope.Aspect.allCases.map(\.rawValue)),
      keys: [
        KeyBinding("1", "terms"), KeyBinding("2", "matrix"), KeyBinding("3", "steps"),
        KeyBinding("<Tab>"),
      ],
      help: "the terms, the layer as a product of matrices, or its passes in steps",
      applies: isOpen, refusal: withoutMicroscope,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.show(aspect: text)
        return Reply()
      }),
    inside("axes", "", "z", "", nil, "", "steps with the channels first, or last") {
      (explorer: inout Explorer, _: String) throws(UserError) in
      explorer.microscope?.hasChannelsLast.toggle()
    },
    inside("tap", "[next|back]", ".", "next", ",", "back", "the next term, the one before") {
      (explorer: inout Explorer, text: String) throws(UserError) in
      try explorer.moveTap(forward: text != "back")
    },
    inside("focus", "[next|back]", "]", "next", "[", "back", "another channel or part") {
      (explorer: inout Explorer, text: String) throws(UserError) in
      try explorer.moveFocus(by: text == "back" ? -1 : 1)
    },
    inside("play", "", "<Space>", "", nil, "", "goes from term to term by itself; again stops") {
      (explorer: inout Explorer, _: String) throws(UserError) in
      explorer.microscope?.isPlaying.toggle()
    },
    inside("follow", "", "o", "", nil, "", "to what the term is multiplied with, a weight") {
      (explorer: inout Explorer, _: String) throws(UserError) in
      try explorer.follow(factor: 1)
    },
    inside(
      "return", "", "<Backspace>", "", nil, "", "back to where the last term was followed from"
    ) {
      (explorer: inout Explorer, _: String) throws(UserError) in
      explorer.leaveMicroscope(alongTrail: true)
    },
  ]

  private static let isOpen: @Sendable (Explorer) -> Bool = {
    $0.microscope != nil && $0.labPart == nil
  }

  private static let withoutMicroscope: @Sendable (Explorer) -> String? = {
    $0.microscope == nil ? "Enter on a cell of a map opens the microscope first" : nil
  }

  /// A command on a number: the one that is named, or else the one that is looked at.
  private static func pointing(
    _ name: String, _ key: String, _ help: String,
    _ action: @escaping @Sendable (inout Explorer, NumberReference) throws(UserError) -> Void
  ) -> Command<Explorer> {
    Command(
      name, arguments: "[CELL]", completion: .tensor, keys: [KeyBinding(key)], help: help,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        let number =
          text.isEmpty
          ? try explorer.numberInView : try explorer.session.debugger.number(named: text)
        try action(&explorer, number)
        return Reply()
      })
  }

  /// A command that needs the microscope to be open, with up to two keys.
  private static func inside(
    _ name: String, _ arguments: String, _ key: String, _ argument: String, _ second: String?,
    _ secondArgument: String, _ help: String,
    _ action: @escaping @Sendable (inout Explorer, String) throws(UserError) -> Void
  ) -> Command<Explorer> {
    Command(
      name, arguments: arguments,
      keys: [KeyBinding(key, argument)] + (second.map { [KeyBinding($0, secondArgument)] } ?? []),
      help: help, applies: isOpen,
      refusal: withoutMicroscope,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try action(&explorer, text)
        return Reply()
      })
  }
}
