import CNNModel
import ScopeDebugger

/// The commands of the maps.
extension MapsView {
  static let commands: [Command<Explorer>] = [
    Command(
      "pane", PaneChoice().optional, traits: [.onlyMovesView, .showsNetwork],
      help: "the pane that the arrows act in",
      action: { $0.shared.selection.choose($1 ?? .next) }),
    Command(
      "show", ContentChoice(), traits: [.onlyMovesView, .showsNetwork],
      help: "what the maps show; weights again shows the next parameter and their gradients, "
        + "activation again on the input the original image",
      action: { explorer, content throws(UserError) in try explorer.show(content) }),
    Command(
      "channel", NextBackOrIndex().optional, traits: [.onlyMovesView, .showsNetwork],
      help: "select another map",
      action: { explorer, channel throws(UserError) in
        let session = explorer.session
        try explorer.shared.selection.choose(channel: channel ?? .next, session)
      }),
    Command(
      "map-page", Choice(PageDirection.self).optional, traits: [.onlyMovesView, .showsNetwork],
      help: "the maps that come next on the screen, or before",
      action: { explorer, direction in
        let size = MapsPanes(explorer.scene, explorer.room).mapsPerPage
        let session = explorer.session
        explorer.shared.selection.moveMaps(by: direction == .back ? -size : size, session)
      }),
    Command(
      "order", Choice(MapOrder.self).optional, traits: [.onlyMovesView, .showsNetwork],
      help: "the order of the maps: by channel, or by a number of each, the largest first",
      answer: { explorer, order throws(UserError) in
        let session = explorer.session
        let next = order ?? explorer.shared.selection.order.nextWithoutGradient
        try explorer.shared.selection.choose(next, session)
        return Reply("maps by \(next.rawValue)")
      }),
    Command(
      "slice", NextBackOrIndex().optional, traits: [.onlyMovesView, .showsNetwork],
      help: "select another slice of a volume",
      action: { explorer, slice throws(UserError) in
        let session = explorer.session
        try explorer.shared.selection.choose(slice: slice ?? .next, session)
      }),
    Command(
      "zoom", Choice(Zoom.self).optional, traits: [.onlyMovesView, .showsNetwork],
      help: "cell size of the maps",
      action: { $0.shared.selection.zoom($1 ?? .fit) }),
    Command(
      "scale", Choice(ScaleScope.self).optional, traits: .onlyMovesView,
      help: "range of the color scale: that of the map, the layer or the network",
      answer: { explorer, scope in
        let scope = scope ?? explorer.shared.selection.scale.next
        explorer.shared.selection.scale = scope
        return Reply("scale of the \(scope.rawValue)")
      }),
    Command(
      "raw", Choice(RawNumbers.self).optional, traits: .onlyMovesView,
      help: "quantized maps show integers, or the real numbers that they stand for",
      answer: { explorer, choice in
        let showsRaw = choice.map { $0 == .on } ?? !explorer.shared.selection.showsRaw
        explorer.shared.selection.showsRaw = showsRaw
        return Reply("quantized maps show \(showsRaw ? "integers" : "real numbers")")
      }),
    Command(
      "toggle", help: "breakpoint on the selected layer",
      answer: { explorer throws(UserError) in
        let node = explorer.session.network.nodes[explorer.shared.selection.node]
        return try Session.commands.perform("break \(node.name)", &explorer.session)
      }),
    Command(
      "go", TensorPlaceParameter(), traits: .showsNetwork,
      help: "select a layer, a tensor or a cell: conv2, conv2.gradient, conv2[3,4,5]",
      action: { explorer, place throws(UserError) in
        explorer.views.close(.untilSelectionChanges)
        let session = explorer.session
        try explorer.shared.selection.go(to: place, session)
      }),
  ].inGroup(.viewing)

}

/// Forward or back.
enum PageDirection: String, Hashable, Sendable, CaseIterable {
  case next, back
}

extension MapOrder {
  /// The order after this one that can always be had.
  fileprivate var nextWithoutGradient: MapOrder {
    let all = Self.allCases.filter { !$0.needsGradient }
    return all[((all.firstIndex(of: self) ?? all.count - 1) + 1) % all.count]
  }
}

extension Selection {
  fileprivate mutating func choose(_ choice: PaneChoice.Value) {
    switch choice {
    case .next: pane = pane.moved(by: 1)
    case .back: pane = pane.moved(by: -1)
    case .pane(let pane): self.pane = pane
    }
  }
}

/// `next|back|layers|maps|loss`
struct PaneChoice: WordParameter {
  enum Value: Hashable, Sendable {
    case next, back
    case pane(Pane)
  }

  var usage: String { words.joined(separator: "|") }
  var expectation: String { words.listed(with: "or") }
  var example: String { "maps" }
  var completion: Completion { .words(words) }

  private var words: [String] { ["next", "back"] + Pane.allCases.map(\.rawValue) }

  func value(of word: String, in session: Session) -> Value? {
    switch word {
    case "next": .next
    case "back": .back
    default: Pane(rawValue: word).map { .pane($0) }
    }
  }
}

/// `activation|gradient|weights|original [N]`
struct ContentChoice: TextParameter {
  typealias Value = MapContent

  var usage: String { words.joined(separator: "|") + " [N]" }
  var expectation: String { words.listed(with: "or") }
  var example: String { "gradient" }
  var completion: Completion { .words(words) }

  private var words: [String] { ["activation", "gradient", "weights", "original"] }

  func value(of text: String, in session: Session) throws(UserError) -> MapContent? {
    let words = text.split(separator: " ").map(String.init)
    switch (words[0], words.count) {
    case ("activation", 1): return .activation
    case ("gradient", 1): return .gradient
    case ("original", 1): return .original
    case ("weights", 1): return .weights(nil)
    case ("weights", 2): return Int(words[1]).map { .weights($0) }
    default: return nil
    }
  }
}

/// A tensor, and perhaps a cell of it.
struct TensorPlace: Hashable, Sendable {
  let reference: TensorReference
  let position: Position?
}

/// `TENSOR[CELL]`: `conv2`, `conv2.gradient`, `conv2[3,4,5]`.
struct TensorPlaceParameter: TextParameter {
  typealias Value = TensorPlace

  var usage: String { "TENSOR[CELL]" }
  var expectation: String { "a tensor or a cell" }
  var example: String { "conv2[3,4,5]" }
  var completion: Completion { .tensor }

  func value(of text: String, in session: Session) throws(UserError) -> TensorPlace? {
    let bracket = text.firstIndex(of: "[") ?? text.endIndex
    let reference = try session.debugger.names.reference(named: String(text[..<bracket]))
    guard bracket < text.endIndex else { return TensorPlace(reference: reference, position: nil) }
    let position = try session.debugger.tensors.position(String(text[bracket...]), in: reference)
    return TensorPlace(reference: reference, position: position)
  }
}
