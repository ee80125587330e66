import CNNModel
import Comparison
import ScopeDebugger
import TerminalKit

/// The network beside somebody else's activations: a row for each layer, and for one of them the
/// maps of both and their difference.
struct CompareView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "compare", InputFile("FILE", "an .npz file of activations", example: "acts.npz"),
      help: "the layer at which the network parts from the activations in a file, and why",
      action: { explorer, path throws(UserError) in
        try ShownComparison.check(file: path)
        explorer.open(CompareView(explorer.session, file: path))
      })
  ].inGroup(.evaluation)

  static let localCommands: [Command<Explorer>] = [
    inside(
      "sheet", Choice(Direction.self), help: "the next or previous channel of the compared arrays",
      action: { view, _, direction in view.moveSheet(direction == .next ? 1 : -1) }),
    inside(
      "born", help: "compare what the layer gives on the reference's inputs, or in the own pass",
      action: { view, _ in view.isBorn.toggle() }),
  ]

  static let keys: [ViewKey<CompareView>] = [
    ViewKey("<Up>", "up", "move"), ViewKey("<Down>", "down", "move"),
    ViewKey("<Left>", "left", "move", when: { view, _ in view.isOpen }),
    ViewKey("<Right>", "right", "move", when: { view, _ in view.isOpen }),
    ViewKey("<Enter>", "visit", "maps", when: { view, _ in !view.isOpen }),
    ViewKey("[", "sheet back", "channel", when: { view, _ in view.isOpen }),
    ViewKey("]", "sheet next", "channel", when: { view, _ in view.isOpen }),
    ViewKey("b", "born", "born, arrived", when: { view, _ in view.isOpen }),
    ViewKey("<C-c>", "leave", when: { view, _ in view.isPlaying }),
    ViewKey("q", "leave", "back"), .everywhere("?"), .everywhere(":"),
  ]

  /// The network and the file, for titles.
  private let network: String
  private let path: String
  private var work: CompareWork?
  /// What came of it; `nil` while it is computed, and where there is a failure.
  private var shown: ShownComparison?
  private var failure: String?
  private var row = 0
  private(set) var isOpen = false
  private var isBorn = true
  private var sheet = 0
  private var cell = CellPosition(row: 0, column: 0)

  init(_ session: Session, file path: String) {
    (network, self.path) = (session.network.title, path)
    work = CompareWork(session, file: path)
  }

  private var layers: [ComparedLayer] { shown?.comparison.layers ?? [] }

  var title: String { "comparison" }
  var subject: String? { "\(network) beside \(path)" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    guard let shown else { return drawWaiting(&canvas, rect) }
    if isOpen, layers.indices.contains(row), let maps {
      CompareMapsPane(
        layer: layers[row], maps: maps, comparison: shown.comparison, isBorn: isBorn,
        capabilities: scene.capabilities
      ).draw(&canvas, rect)
    } else {
      CompareListPane(comparison: shown.comparison, selected: row).draw(&canvas, rect)
    }
  }

  /// What is done, or why there is nothing to see.
  private func drawWaiting(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    ViewHeading(title: "COMPARE", rest: subject ?? "").draw(&canvas, rest.takeTop(1))
    let text = failure ?? "comparing \(work?.progress ?? "") ∙ q stops"
    for line in wrapped(text, to: rest.width - 2) {
      guard rest.height > 0 else { return }
      let place = rest.takeTop(1)
      canvas.write(
        line, x: place.x + 1, y: place.y, limit: place.width - 1,
        failure == nil ? .dim : .warning)
    }
  }

  /// The maps of the selected layer; `nil` where there are no arrays of one shape.
  private var maps: PairedMaps? {
    guard layers.indices.contains(row), let tensors = shown?.tensors[layers[row].value] else {
      return nil
    }
    let ours = isBorn ? tensors.onReference ?? tensors.own : tensors.own ?? tensors.onReference
    return ours.flatMap { PairedMaps($0, tensors.reference, sheet: sheet, cell: cell) }
  }

  private mutating func moveSheet(_ step: Int) {
    guard let maps else { return }
    sheet = min(max(0, maps.sheet + step), maps.count - 1)
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    guard isOpen, let maps else {
      let distance = rows == 0 ? columns : rows
      row = min(max(0, row + distance), max(0, layers.count - 1))
      return true
    }
    cell = CellPosition(
      row: min(max(0, maps.cell.row + rows), maps.rows - 1),
      column: min(max(0, maps.cell.column + columns), maps.columns - 1))
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let end = toEnd ? 1 << 20 : -(1 << 20)
    return move(rows: end, columns: isOpen ? end : 0, &shared)
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard layers.indices.contains(row) else { return .stay }
    guard layers[row].reference != nil else {
      throw UserError("the reference has no array for \(layers[row].name)")
    }
    if layers[row].shapes.count == 2 {
      throw UserError(
        "\(layers[row].name) gives \(layers[row].shapes[0]), the reference has "
          + "\(layers[row].shapes[1]), so there are no cells to compare")
    }
    guard maps != nil else { throw UserError("the arrays of \(layers[row].name) were not kept") }
    isOpen = true
    return .stay
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    guard isOpen else { return .close }
    isOpen = false
    return .stay
  }
}

/// The comparison is made by another thread.
extension CompareView: PlayingView {
  var isPlaying: Bool { work != nil }

  mutating func play(_ shared: SharedState) {
    guard let outcome = work?.outcome else { return }
    work = nil
    switch outcome {
    case .failure(let error): failure = error.description
    case .success(let new):
      shown = new
      row = layers.firstIndex(where: \.isGuilty) ?? 0
    }
  }

  mutating func playToTheEnd(_ shared: SharedState) {
    while let work, work.outcome == nil { Runner.rest() }
    play(shared)
  }
}

extension CompareView {
  func summary(_ scene: Scene) -> [String]? {
    guard let shown else { return ["comparison: \(failure ?? "nothing is compared yet")"] }
    let sentences = CompareSentences(shown.comparison).lines.map(\.text)
    return ["comparison of \(subject ?? "")"] + sentences
      + layers.dropFirst(row).prefix(1).map { "selected: \(Self.words($0))" }
  }

  func details(_ scene: Scene) -> [String] { layers.map { Self.words($0) } }

  private static func words(_ layer: ComparedLayer) -> String {
    "\(layer.name): born here \(ComparisonWords.born(layer)), "
      + "arrived \(ComparisonWords.arrived(layer)), reference \(layer.reference ?? "none")"
  }
}
