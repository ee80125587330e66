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
        explorer.open(CompareView(try ShownComparison(explorer.session, file: path)))
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
    ViewKey("q", "leave", "back"), .everywhere("?"), .everywhere(":"),
  ]

  private let shown: ShownComparison
  private var row: Int
  private(set) var isOpen = false
  private var isBorn = true
  private var sheet = 0
  private var cell = CellPosition(row: 0, column: 0)

  init(_ shown: ShownComparison) {
    self.shown = shown
    row = shown.comparison.layers.firstIndex(where: \.isGuilty) ?? 0
  }

  private var layers: [ComparedLayer] { shown.comparison.layers }

  var title: String { "comparison" }
  var subject: String? { "\(shown.comparison.compared.network.title) beside \(shown.path)" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    if isOpen, layers.indices.contains(row), let maps {
      CompareMapsPane(
        layer: layers[row], maps: maps, comparison: shown.comparison, isBorn: isBorn,
        capabilities: scene.capabilities
      ).draw(&canvas, rect)
    } else {
      CompareListPane(comparison: shown.comparison, selected: row).draw(&canvas, rect)
    }
  }

  /// The maps of the selected layer; `nil` where there are no arrays of one shape.
  private var maps: PairedMaps? {
    guard let tensors = shown.tensors[layers[row].value] else { return nil }
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
