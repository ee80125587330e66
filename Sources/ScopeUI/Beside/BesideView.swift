import CNNModel
import ScopeDebugger
import TerminalKit

/// Two subjects side by side: the layers with their distances, the maps as A, A − B, B, and a cell
/// of both with its computation. Layer, channel and cell are those that are selected in all views.
struct BesideView: View {
  /// Which subjects are on the screen.
  enum Shown: String, Hashable, Sendable, CaseIterable {
    case both, first, second

    /// The one after it, round about.
    var next: Shown {
      switch self {
      case .both: .first
      case .first: .second
      case .second: .both
      }
    }

    var words: String {
      switch self {
      case .both: "A | A − B | B"
      case .first: "A alone"
      case .second: "B alone"
      }
    }
  }

  /// Where the arrows act.
  enum Focus: Hashable, Sendable {
    case layers, maps
    /// The computation of the cell: the parts that were entered, and the one under the cursor.
    case cell(path: [Int], cursor: Int)
  }

  var shown = Shown.both
  var focus = Focus.layers
  /// Whether the layers that differ most come first.
  var isSorted = false

  var title: String { "beside" }

  /// Whether the computation of a cell is seen.
  var isInCell: Bool {
    if case .cell = focus { true } else { false }
  }

  /// Shows both subjects, or one of them; the computation of a cell is one of both.
  mutating func show(_ wanted: Shown) {
    shown = wanted
    if isInCell, wanted != .both { focus = .maps }
  }

  func isValid(_ shared: SharedState) -> Bool {
    shared.session.hasNetwork && shared.session.pair != nil
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    guard let pair = scene.session.pair else { return }
    var rest = rect
    let places = pair.places
    ViewHeading(title: "BESIDE", rest: "\(shown.words) ∙ \(places.first)")
      .draw(&canvas, rest.takeTop(1))
    let second = rest.takeTop(1)
    let words = pair.remark.map { "\(places.second) ∙ \($0)" } ?? places.second
    canvas.write(
      words, x: second.x + 1, y: second.y, limit: second.width - 1,
      pair.remark == nil ? .plain : .warning)
    let list = BesideListPane(
      pair: pair, selection: scene.selection, isSorted: isSorted, isFocused: focus == .layers)
    // Where there is little room, the pane alone is seen that the arrows act in.
    if rect.width < 70, focus == .layers { return list.draw(&canvas, rest) }
    if focus == .layers || rect.width >= 100 {
      list.draw(&canvas, rest.takeLeft(rect.width >= 100 ? min(64, max(46, rect.width / 3)) : 34))
      canvas.verticalLine(x: rest.x, y: rest.y, length: rest.height)
      _ = rest.takeLeft(1)
    }
    if case .cell(let path, let cursor) = focus {
      BesideCellPane(pair, scene, path: path, cursor: cursor).draw(&canvas, rest)
    } else {
      BesideMapsPane(pair: pair, scene: scene, shown: shown, isFocused: focus == .maps)
        .draw(&canvas, rest)
    }
  }

  func reproduction(_ shared: SharedState) -> [String] {
    shared.session.beside.map { ["beside \($0.line)"] } ?? []
  }
}

/// What moves in it.
extension BesideView {
  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    switch focus {
    case .layers: moveLayer(by: rows == 0 ? columns : rows, &shared)
    case .maps:
      shared.selection.cell.row += rows
      shared.selection.cell.column += columns
    case .cell(let path, let cursor):
      let count = (try? parts(path, shared))?.count ?? 1
      focus = .cell(path: path, cursor: min(max(0, cursor + rows + columns), count - 1))
    }
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let far = toEnd ? 1 << 30 : -(1 << 30)
    if focus == .maps {
      let end = toEnd ? far : 0
      shared.selection.cell = CellPosition(row: end, column: end)
      return true
    }
    return move(rows: far, columns: 0, &shared)
  }

  private func moveLayer(by distance: Int, _ shared: inout SharedState) {
    guard let pair = shared.session.pair else { return }
    let nodes = pair.order(shared.selection.kind, sorted: isSorted)
    guard !nodes.isEmpty else { return }
    let place = nodes.firstIndex(of: shared.selection.node) ?? 0
    let wanted = min(max(0, place + distance), nodes.count - 1)
    shared.selection.look(at: nodes[wanted], shared.selection.kind)
  }

  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    guard let pair = shared.session.pair else { return .close }
    switch focus {
    case .layers:
      _ = try pair.tensors(shared.selection.reference)
      focus = .maps
    case .maps where shown != .both: return .perform("inspect")
    case .maps:
      _ = try pair.computation(of: number(shared))
      focus = .cell(path: [], cursor: 0)
    case .cell(let path, let cursor):
      guard let row = try parts(path, shared).dropFirst(cursor).first, row.hasParts else {
        throw UserError("this part is one number in A or in B; there is nothing inside")
      }
      focus = .cell(path: path + [cursor], cursor: 0)
    }
    return .stay
  }

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    switch focus {
    case .layers: return .close
    case .maps: focus = .layers
    case .cell(let path, _):
      focus = path.last.map { .cell(path: Array(path.dropLast()), cursor: $0) } ?? .maps
    }
    return .stay
  }

  /// The cell under the cursor.
  private func number(_ shared: SharedState) throws(UserError) -> NumberReference {
    .cell(shared.selection.reference, try shared.selection.position(shared.session))
  }

  private func parts(
    _ path: [Int], _ shared: SharedState
  ) throws(UserError) -> [PairedComputation.Row] {
    try SubjectPair.required(shared.session).computation(of: try number(shared)).rows(path)
  }
}
