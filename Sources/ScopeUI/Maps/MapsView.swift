import CNNModel
import ScopeDebugger
import TerminalKit

/// The view below all others: the layers, the maps of the selected tensor with facts about
/// them, and the curve of the loss.
struct MapsView: View {
  static let keys: [ViewKey<MapsView>] = [
    .everywhere("s"), .everywhere("S"),
    .everywhere("f"), .everywhere("c"),
    ViewKey("<Tab>", "pane next", "pane"), ViewKey("<S-Tab>", "pane back"),
    .everywhere("?"), .everywhere(":"),
    ViewKey("q", "leave", "quit"), ViewKey("a", "show activation", "activation"),
    ViewKey("d", "show gradient", "gradient"), ViewKey("w", "show weights", "weights"),
    ViewKey("[", "channel back", "map"), ViewKey("]", "channel next", "map"),
    ViewKey("<lt>", "map-page back", "page"), ViewKey(">", "map-page next", "page"),
    ViewKey("o", "order", "order"),
    ViewKey("(", "slice back", "slice", when: { $1.hasSlices }),
    ViewKey(")", "slice next", "slice", when: { $1.hasSlices }),
    ViewKey("v", "scale", "scale", when: { $1.selection.pane != .loss }),
    ViewKey("v", "axis", "log", when: { $1.selection.pane == .loss }),
    ViewKey("+", "zoom in", "zoom"), ViewKey("-", "zoom out", "zoom"),
    ViewKey("i", "edit", "edit", when: { $1.selection.pane == .maps }),
    ViewKey("D", "version", "old, new", when: { $1.session.editTrace != nil }),
    ViewKey("<Space>", "toggle", "breakpoint"), .everywhere("u"),
    .everywhere("r"), ViewKey("/", "search", "find"),
    ViewKey("1", "pane layers"), ViewKey("2", "pane maps"), ViewKey("3", "pane loss"),
    ViewKey("<Enter>", "pane maps", when: { $1.selection.pane == .layers }),
    ViewKey("<Enter>", "inspect", when: { $1.selection.pane == .maps }),
    ViewKey("<Enter>", "visit", when: { $1.selection.pane == .loss }),
  ]

  static func initial(_ session: Session) -> Self? { session.hasNetwork ? MapsView() : nil }

  var title: String { "maps" }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    if scene.hasHost {
      MapsPanes(scene, rect).drawSelected(&canvas, rect)
    } else {
      MapsPanes(scene, rect).draw(&canvas)
    }
  }

  func lookedAt(_ shared: SharedState) throws(UserError) -> Microscope? {
    let position = try shared.selection.position(shared.session)
    if shared.selection.showsOriginal(shared.session) {
      throw UserError(Selection.originalIsPlain)
    }
    return Microscope(.cell(shared.selection.reference, position))
  }

  func reproduction(_ shared: SharedState) -> [String] {
    let (selection, debugger) = (shared.selection, shared.debugger)
    let name = debugger.names.name(of: selection.reference)
    guard let position = try? selection.position(shared.session) else { return ["go \(name)"] }
    let cell = debugger.network.hasBatch(selection.reference) ? position.sample : position
    let pane = selection.pane == .maps ? [] : ["pane \(selection.pane.rawValue)"]
    return selection.orderLines + ["go \(name)\(cell)"] + pane + selection.scaleLines
  }

  func export(_ export: Export, _ scene: Scene) throws(UserError) -> String? {
    try scene.session.export(export, looking: scene.selection.reference)
  }
}

/// What moves in it.
extension MapsView {
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    switch shared.selection.pane {
    case .layers:
      let network = shared.session.network
      let place = shared.selection.place(in: network) + (rows == 0 ? columns : rows)
      shared.selection.select(place, shared.session)
      if let reason = shared.selection.absence(in: network) { shared.news.say(reason, .warning) }
    case .maps:
      shared.selection.cell.row += rows
      shared.selection.cell.column += columns
    case .loss: shared.curve.moveCursor(rows: rows, columns: columns, shared.debugger)
    }
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    switch shared.selection.pane {
    case .layers:
      let network = shared.session.network
      shared.selection.select(
        toEnd ? network.nodes.count + network.missing.count - 1 : 0, shared.session)
      if let reason = shared.selection.absence(in: network) { shared.news.say(reason, .warning) }
    case .maps:
      let end = toEnd ? 1 << 30 : 0
      shared.selection.cell = CellPosition(row: end, column: end)
    case .loss: shared.curve.jump(toEnd: toEnd, shared.debugger)
    }
    return true
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard shared.selection.pane == .loss else { return nil }
    return .perform(try shared.curve.lineToCursor)
  }

  mutating func find(backward: Bool, _ shared: inout SharedState) throws(UserError) -> Bool {
    shared.news.say(try shared.selection.find(backward: backward, shared.session))
    return true
  }

  mutating func show(
    _ content: MapContent, _ shared: inout SharedState
  ) throws(UserError) -> ViewChange? {
    let session = shared.session
    switch content {
    case .activation: shared.selection.showActivation(session)
    case .original: shared.selection.showOriginal(session)
    case .gradient: shared.selection.look(at: shared.selection.node, .gradient)
    case .weights(let number): try shared.selection.showWeights(number, session)
    }
    if let absence = session.debugger.tensors.absence(of: shared.selection.reference) {
      shared.news.say(absence, .warning)
    }
    return .stay
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    if shared.selection.pane == .loss, shared.curve.cursor != nil {
      shared.curve.cursor = nil
    } else if shared.selection.pane != .layers {
      shared.selection.pane = .layers
    } else if shared.session.cancel() {
      shared.news.say("paused; q again leaves")
    } else {
      return nil
    }
    return .stay
  }
}

extension Selection {
  /// The command for a scale that is not the usual one.
  var scaleLines: [String] { scale == .layer ? [] : ["scale \(scale.rawValue)"] }

  /// The command for an order of the maps that is not the usual one.
  var orderLines: [String] { order == .index ? [] : ["order \(order.rawValue)"] }
}

/// What can be predicted: on a map its cell, of a gradient the sign, in the list the layer's shape.
extension MapsView {
  func question(
    _ subject: PredictionSubject?, _ shared: SharedState
  ) throws(UserError) -> Question? {
    switch subject ?? usualSubject(shared.selection) {
    case .shape:
      let name = shared.session.network.nodes[shared.selection.node].name
      return Question("What is the output shape of \(name)?", .query("\(name).shape"))
    case .cell:
      let name = try cellName(shared)
      return Question("What is \(name)?", .query(name))
    case .sign:
      let name = try cellName(shared)
      return Question("Is \(name) + or - or 0?", .sign(name))
    }
  }

  private func usualSubject(_ selection: Selection) -> PredictionSubject {
    guard selection.pane == .maps else { return .shape }
    switch selection.kind {
    case .gradient, .parameterGradient: return .sign
    case .activation, .parameter, .statistic: return .cell
    }
  }

  /// The number under the cursor, as it is typed.
  private func cellName(_ shared: SharedState) throws(UserError) -> String {
    let (selection, debugger) = (shared.selection, shared.debugger)
    let position = try selection.position(shared.session)
    if selection.showsOriginal(shared.session) { throw UserError(Selection.originalIsPlain) }
    let shown = debugger.network.hasBatch(selection.reference) ? position.sample : position
    return "\(debugger.names.name(of: selection.reference))\(shown)"
  }
}
