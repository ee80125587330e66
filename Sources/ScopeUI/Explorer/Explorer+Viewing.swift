import CNNModel
import ScopeDebugger
import TerminalKit

/// What the viewing commands do.
extension Explorer {
  /// The maps of the selected tensor; `nil` when it was not computed yet.
  var maps: FeatureMaps? {
    if showsOriginal { return FeatureMaps(session.debugger.original, .activation) }
    return session.debugger.tensor(view.reference).map {
      session.debugger.maps($0, of: view.reference)
    }
  }

  mutating func move(rows: Int, columns: Int) {
    if microscope != nil { return moveMicroscope(rows: rows, columns: columns) }
    if moveInTraining(rows: rows, columns: columns) { return }
    if training.view != nil { return select(view.node + (rows == 0 ? columns : rows)) }
    switch view.focus {
    case .layers: select(view.node + (rows == 0 ? columns : rows))
    case .maps:
      view.cell.row += rows
      view.cell.column += columns
    case .loss: break
    }
  }

  mutating func jump(toEnd: Bool) {
    if jumpInTraining(toEnd: toEnd) { return }
    switch view.focus {
    case .layers: select(toEnd ? session.network.nodes.count - 1 : 0)
    case .maps:
      let end = toEnd ? 1 << 30 : 0
      view.cell = MapPosition(row: end, column: end)
    case .loss: break
    }
  }

  /// Selects a layer and keeps showing the same of it, where it has that.
  private mutating func select(_ node: Int) {
    let node = min(max(0, node), session.network.nodes.count - 1)
    guard node != view.node else { return }
    let hasParameters = !session.debugger.parameterNames(of: node).isEmpty
    switch view.kind {
    case .activation, .gradient: view.look(at: node, view.kind)
    case .parameter, .parameterGradient, .statistic:
      view.look(at: node, hasParameters ? .parameter(0) : .activation)
    }
  }

  mutating func focus(_ text: String) throws(UserError) {
    let all = Focus.allCases
    let index = all.firstIndex(of: view.focus) ?? 0
    switch text {
    case "", "next": view.focus = all[(index + 1) % all.count]
    case "back": view.focus = all[(index + all.count - 1) % all.count]
    default:
      guard let focus = all.first(where: { $0.title.lowercased() == text }) else {
        throw UserError("there are the panes layers, maps and loss, not \"\(text)\"")
      }
      view.focus = focus
    }
  }

  mutating func show(_ text: String) throws(UserError) {
    let words = text.split(separator: " ")
    if try turnMicroscope(to: words.first) { return }
    microscope = nil
    switch words.first {
    case "activation": showActivation()
    case "original": try showOriginal()
    case "gradient": view.look(at: view.node, .gradient)
    case "weights": try showWeights(words.count > 1 ? String(words[1]) : nil)
    default:
      throw UserError("show takes activation, gradient, weights or original, not \"\(text)\"")
    }
    if let absence = session.debugger.absence(view.reference) {
      message = Message(absence, .warning)
    }
  }

  /// The first parameter, or the one after what is shown: weight, its gradient, bias, its gradient.
  private mutating func showWeights(_ number: String?) throws(UserError) {
    let names = session.debugger.parameterNames(of: view.node)
    let node = session.network.nodes[view.node]
    guard !names.isEmpty else {
      throw UserError("\(node.name) (\(node.layer.text)) learns nothing")
    }
    if let number {
      guard let index = Int(number), names.indices.contains(index) else {
        throw UserError(
          "\(node.name) has the parameters 0 to \(names.count - 1), not \"\(number)\"")
      }
      view.look(at: view.node, .parameter(index))
      return
    }
    switch view.kind {
    case .parameter(let index): view.look(at: view.node, .parameterGradient(index))
    case .parameterGradient(let index):
      view.look(at: view.node, .parameter((index + 1) % names.count))
    default: view.look(at: view.node, .parameter(0))
    }
  }

  mutating func choose(channel text: String) throws(UserError) {
    let count = maps?.count ?? 0
    guard count > 0 else {
      throw UserError(session.debugger.absence(view.reference) ?? "there are no maps")
    }
    switch text {
    case "", "next": view.channel = (view.channel + 1) % count
    case "back": view.channel = (view.channel + count - 1) % count
    default:
      guard let channel = Int(text), (0..<count).contains(channel) else {
        throw UserError("there are the maps 0 to \(count - 1), not \"\(text)\"")
      }
      view.channel = channel
    }
  }

  mutating func zoom(_ text: String) throws(UserError) {
    let steps = [1, 2, 4, 6, 8]
    let current = view.zoom ?? 1
    switch text {
    case "in": view.zoom = steps.first { $0 > current } ?? steps[steps.count - 1]
    case "out": view.zoom = steps.last { $0 < current }
    case "fit", "": view.zoom = nil
    default: throw UserError("zoom takes in, out or fit, not \"\(text)\"")
    }
  }

  mutating func go(to text: String) throws(UserError) {
    let debugger = session.debugger
    let bracket = text.firstIndex(of: "[") ?? text.endIndex
    let reference = try debugger.reference(named: String(text[..<bracket]))
    (microscope, boxes) = (nil, nil)
    guard bracket < text.endIndex else {
      view.look(at: reference.node, reference.kind)
      return
    }
    let position = try debugger.position(String(text[bracket...]), in: reference)
    view.look(at: reference.node, reference.kind)
    view.focus = .maps
    guard let tensor = debugger.tensor(reference) else {
      throw UserError(debugger.absence(reference) ?? "\(text) is not there")
    }
    let maps = debugger.maps(tensor, of: reference)
    (view.channel, view.cell) = maps.place(ofOffset: tensor.shape.offset(of: position))
  }

  mutating func find(_ text: String, backward: Bool) throws(UserError) {
    if !text.isEmpty { view.search = text }
    guard !view.search.isEmpty else { throw UserError("/ asks what to find") }
    if weightsView != nil { return try findTensor(backward: backward) }
    let nodes = session.network.nodes
    let order = (1...nodes.count).map { step in
      (view.node + (backward ? nodes.count * 2 - step : step)) % nodes.count
    }
    let found = order.first {
      "\(nodes[$0].name) \(nodes[$0].layer.text)".contains(view.search)
    }
    guard let found else { throw UserError("no layer holds \"\(view.search)\"") }
    select(found)
    message = Message("\(nodes[found].name): \(nodes[found].layer.text)")
  }

  mutating func openHelp() {
    let layer = session.network.nodes[view.node].layer
    let lines = HelpText.explorer(Self.commands, layer: layer, columns: size.columns - 2)
    page = TextPage(title: "help", lines: lines, isFiltered: true)
  }

  mutating func leave() {
    if !goBack() { effects += quit() }
  }

  /// Terminals report some keys as an Escape and more, and slow lines tear them apart: an Escape
  /// alone must do no harm.
  mutating func close() {
    if !goBack() { message = Message("q leaves the program") }
  }

  /// Leaves the innermost thing.
  ///
  /// - Returns: false when there is none.
  private mutating func goBack() -> Bool {
    if isProjecting {
      isProjecting = false
    } else if boxes != nil {
      unbox()
    } else if microscope != nil {
      leaveMicroscope(alongTrail: false)
    } else if leaveTrainingView() {
      return true
    } else if view.focus != .layers {
      view.focus = .layers
    } else if session.cancel() {
      message = Message("paused; q again leaves")
    } else {
      return false
    }
    return true
  }
}

extension FeatureMaps {
  /// The map and the cell in it where an offset of the tensor stands.
  func place(ofOffset offset: Int) -> (channel: Int, cell: MapPosition) {
    let (channel, rest) = place(ofOffset: offset) as (map: Int, place: Int)
    let (row, column) = rest.quotientAndRemainder(dividingBy: self[0].columns)
    return (channel, MapPosition(row: row, column: column))
  }
}

extension HelpText {
  /// The help screen for so many columns: what can be done, then the selected layer.
  static func explorer(
    _ table: CommandTable<Explorer>, layer: any Layer, columns: Int
  ) -> [String] {
    let commands = table.commands.flatMap { row($0, columns) }
    let words = HelpText.layer(type(of: layer).grammar).flatMap { wrapped($0, to: columns) }
    return ["Keys and commands; a command is typed after :", ""] + commands
      + ["", "The selected layer", ""] + words
  }

  /// Where there is little room, what a command does stands below its name.
  private static let narrowMargin = 14

  /// Keys, name, and what it does, over as many lines as it needs.
  private static func row(_ command: Command<Explorer>, _ columns: Int) -> [String] {
    let keys = command.bindings.map(\.key).joined(separator: " ")
    let head = keys.rightPadded(to: 11) + " " + usage(command)
    let margin = columns < 60 ? narrowMargin : 32
    let help = wrapped(command.help, to: max(20, columns - margin))
    let isShort = head.columns < margin && margin > narrowMargin
    let first = isShort ? [head.rightPadded(to: margin) + (help.first ?? "")] : [head]
    let rest = isShort ? help.dropFirst() : help[...]
    return first + rest.map { String(repeating: " ", count: margin) + $0 }
  }
}
