import CNNModel
import ScopeDebugger
import TerminalKit

extension Explorer {
  /// The keys of the lab, in the order in which they are shown.
  static let labKeys: [(key: String, knob: LabKnob)] = [
    ("K", .kernel), ("R", .stride), ("B", .padding), ("E", .fill), ("D", .dilation),
    ("C", .channels), ("U", .groups), ("T", .transposed), ("O", .outputPadding),
    ("V", .trueConvolution), ("M", .weights), ("Z", .size), ("I", .image),
  ]

  private static let isInLab: @Sendable (Explorer) -> Bool = { $0.labPart != nil }
  private static let outside: @Sendable (Explorer) -> String? = {
    $0.labPart == nil ? "this is for the lab; L opens it" : nil
  }

  /// The commands of the lab. They stand before the explorer's, so that keys mean them in the lab.
  static let labCommands: [Command<Explorer>] = [
    Command(
      "lab", arguments: "[NAME VALUE]", completion: .words(Session.labWords),
      keys: [KeyBinding("L")],
      help: "one convolution on a small image: lab stride 2, lab set kernel[0,1] 5, lab reset",
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.session.performLab(text)
        guard explorer.labPart == nil else { return Reply() }
        explorer.labPart = .output
        return Reply("arrows slide the window, Tab goes to image and kernel, + - Enter change them")
      }),
    Command(
      "turn", arguments: "NAME [back]",
      completion: .words(LabKnob.allCases.map(\.rawValue)),
      keys: labKeys.map { KeyBinding($0.key, $0.knob.rawValue) },
      help: "the lab's next kernel size, stride, padding, …", applies: isInLab, refusal: outside,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.turn(text)
        return Reply()
      }),
    Command(
      "slide", arguments: "WHERE",
      completion: .words(["up", "down", "left", "right", "first", "last"]),
      keys: [
        KeyBinding("<Up>", "up"), KeyBinding("<Down>", "down"), KeyBinding("<Left>", "left"),
        KeyBinding("<Right>", "right"), KeyBinding("k", "up"), KeyBinding("j", "down"),
        KeyBinding("h", "left"), KeyBinding("l", "right"), KeyBinding("g", "first"),
        KeyBinding("G", "last"), KeyBinding("<Home>", "first"), KeyBinding("<End>", "last"),
      ],
      help: "the lab's window or cell: up, down, left, right, first, last", applies: isInLab,
      refusal: outside,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.slide(text)
        return Reply()
      }),
    Command(
      "part", arguments: "[output|image|kernel]",
      completion: .words(LabPart.allCases.map(\.rawValue)), keys: [KeyBinding("<Tab>")],
      help: "what the arrows move in the lab", applies: isInLab, refusal: outside,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.choosePart(text)
        return Reply()
      }),
    Command(
      "number", arguments: "HOW",
      completion: .words(["up", "down", "type", "next", "back"]),
      keys: [
        KeyBinding("+", "up"), KeyBinding("-", "down"), KeyBinding("<Enter>", "type"),
        KeyBinding("]", "next"), KeyBinding("[", "back"),
      ],
      help: "the lab's number under the cursor: up, down, type; next, back: another channel",
      applies: isInLab, refusal: outside,
      action: { (explorer: inout Explorer, text: String) throws(UserError) -> Reply in
        try explorer.changeNumber(text)
        return Reply()
      }),
    Command(
      "leave-lab", keys: [KeyBinding("q"), KeyBinding("<Esc>")], help: "back to the network",
      applies: isInLab, refusal: outside,
      action: { (explorer: inout Explorer, _: String) throws(UserError) -> Reply in
        explorer.labPart = nil
        return Reply()
      }),
  ]
}

extension Explorer {
  /// Commands that show something of the network.
  static let networkCommands: Set = ["go", "pane", "show", "open", "net", "build"]

  /// Closes the lab where a command was about the network.
  mutating func leaveLab(after line: String) {
    guard labPart != nil, Self.networkCommands.contains(Self.name(of: line)) else { return }
    labPart = nil
  }

  /// The whole name of the command of a line.
  static func name(of line: String) -> String {
    let word = line.split(separator: " ").first.map(String.init) ?? ""
    return (try? commands.command(named: word))?.name ?? word
  }
}

/// What the commands do. The lab is there: they are refused without.
extension Explorer {
  private mutating func turn(_ text: String) throws(UserError) {
    let words = text.split(separator: " ").map(String.init)
    guard let knob = words.first.flatMap({ LabKnob(rawValue: $0) }) else {
      throw UserError(
        "turn takes one of \(LabKnob.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    try session.lab?.turn(knob, back: words.last == "back")
    message = Message(session.lab.map { "\(knob.rawValue) \($0.value(of: knob))" } ?? "")
  }

  private mutating func slide(_ text: String) throws(UserError) {
    let far = 1 << 10
    let steps = [
      "up": Pair(-1, 0), "down": Pair(1, 0), "left": Pair(0, -1), "right": Pair(0, 1),
      "first": Pair(-far, -far), "last": Pair(far, far),
    ]
    guard let step = steps[text] else {
      throw UserError("slide takes up, down, left, right, first or last, not \"\(text)\"")
    }
    switch labPart {
    case .image: session.lab?.move(source: step)
    case .kernel:
      let isTurned = session.lab?.setting.isTrueConvolution ?? false
      session.lab?.move(tap: isTurned ? Pair(-step.rows, -step.columns) : step)
    default: session.lab?.move(place: step)
    }
  }

  private mutating func choosePart(_ text: String) throws(UserError) {
    let all = LabPart.allCases
    let index = labPart.flatMap { all.firstIndex(of: $0) } ?? 0
    guard let part = text.isEmpty ? all[(index + 1) % all.count] : LabPart(rawValue: text) else {
      throw UserError("the lab's parts are output, image and kernel, not \"\(text)\"")
    }
    labPart = part
  }

  private mutating func changeNumber(_ text: String) throws(UserError) {
    guard let lab = session.lab else { return }
    let cursor = lab.cursor
    switch text {
    case "next": session.lab?.choose(output: cursor.output + 1)
    case "back": session.lab?.choose(output: cursor.output - 1)
    case "up", "down", "type":
      guard labPart != .output else {
        throw UserError("an output is computed; Tab goes to the image or the kernel, to change it")
      }
      let cell = labPart == .image ? cursor.source : cursor.tap
      let place = "\(labPart == .image ? "input" : "kernel")[\(cell.rows),\(cell.columns)]"
      if text == "type" { return ask(.command, beginning: "lab set \(place) ") }
      let number = lab.number(labPart == .image) + (text == "up" ? 1 : -1)
      try session.performLab("set \(place) \(number)")
    default: throw UserError("number takes up, down, type, next or back, not \"\(text)\"")
    }
  }
}

extension LabState {
  /// The number under the cursor of the image, or else of the kernel.
  fileprivate func number(_ ofImage: Bool) -> Float {
    if ofImage { return image[[0, cursor.input, cursor.source.rows, cursor.source.columns]] }
    let kernel = kernel(from: cursor.input, to: cursor.output)
    return kernel?[cursor.tap.rows * setting.kernel + cursor.tap.columns] ?? 0
  }
}
