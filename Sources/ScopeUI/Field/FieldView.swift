import CNNModel
import ScopeDebugger
import TerminalKit

/// What a unit sees or reaches, boxed on the maps of every layer. While it is open, the views that
/// stood above the maps are put away.
struct FieldView: View {
  static let commands: [Command<Explorer>] = [
    boxing(
      "field", "x", "box the receptive field of this unit on the layers before it; again to remove"
    ) {
      (debugger: Debugger, number: NumberReference) throws(UserError) in
      (try debugger.inspector.receptiveField(of: number), isForward: false)
    },
    boxing("reach", "X", "box the cells of later layers that depend on this cell; again to remove")
    {
      (debugger: Debugger, number: NumberReference) throws(UserError) in
      (try debugger.inspector.projectiveField(of: number), isForward: true)
    },
  ].inGroup(.explaining)

  private let field: UnitField
  private let before: (selection: Selection, views: [any View])

  var title: String { "boxes" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilSelectionChanges) }
  var boxedUnits: UnitField? { field }

  func placement(_ scene: Scene) -> Placement { .overlays }

  /// Everything is drawn by the maps.
  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {}

  mutating func goBack(_ shared: inout SharedState) -> ViewChange? {
    shared.selection = before.selection
    return .replace(before.views)
  }
}

extension FieldView {
  /// The boxes of a unit, and whether they are on the layers behind it.
  private typealias Boxes = (field: UnitField, isForward: Bool)

  private static func boxing(
    _ name: String, _ key: String, _ help: String,
    _ find: @escaping @Sendable (Debugger, NumberReference) throws(UserError) -> Boxes
  ) -> Command<Explorer> {
    Command(
      name, CellName(.unit).optional, keys: [KeyBinding(key)], traits: .showsNetwork, help: help,
      action: { explorer, cell throws(UserError) in
        let number = try explorer.number(cell)
        let boxes = try find(explorer.session.debugger, number)
        if !explorer.goBack(from: FieldView.self) { try show(boxes, in: &explorer) }
      })
  }

  /// Shows the first picture that has a box.
  private static func show(_ boxes: Boxes, in explorer: inout Explorer) throws(UserError) {
    let pictures = boxes.field.regions.indices.filter { boxes.field.regions[$0] != nil }
    let target = boxes.isForward ? pictures.dropFirst().first : pictures.first
    guard let target, let region = boxes.field.regions[target] else {
      throw UserError(boxes.field.sentence)
    }
    let selection = explorer.shared.selection
    let views = explorer.views.takeAway { $0.traits.lifetime < .untilClosed }
    explorer.views.push(FieldView(field: boxes.field, before: (selection, views)))
    explorer.shared.selection.look(at: target, .activation)
    explorer.shared.selection.cell = region.middle
    explorer.shared.news.say(boxes.field.sentence)
  }
}

extension UnitField {
  /// The box on the maps of a node, within the image.
  func box(on node: Int, rows: Int, columns: Int) -> CellRegion? {
    guard regions.indices.contains(node), let region = regions[node] else { return nil }
    return CellRegion(
      rows: Self.within(region.mapRows ?? 0...rows, rows),
      columns: Self.within(region.mapColumns, columns))
  }

  private static func within(_ range: ClosedRange<Int>, _ extent: Int) -> Range<Int> {
    let lower = min(max(0, range.lowerBound), extent)
    return lower..<max(lower, min(extent, range.upperBound + 1))
  }
}

/// A field on the maps, which show the last two axes; the maps of sequences have a row for each channel.
extension ReceptiveField {
  /// `nil` for all rows.
  fileprivate var mapRows: ClosedRange<Int>? { axes.count > 1 ? axes[axes.count - 2] : nil }
  fileprivate var mapColumns: ClosedRange<Int> { axes[axes.count - 1] }

  fileprivate var middle: CellPosition {
    let rows = mapRows ?? 0...0
    return CellPosition(
      row: (rows.lowerBound + rows.upperBound) / 2,
      column: (mapColumns.lowerBound + mapColumns.upperBound) / 2)
  }
}

extension CellRegion {
  /// All of its cells.
  var cells: Set<CellPosition> {
    Set(rows.flatMap { row in columns.map { CellPosition(row: row, column: $0) } })
  }
}
