import CNNEngine
import CNNModel
import ScopeDebugger
import TerminalKit

/// What a unit sees or reaches, boxed on the maps of every layer, and where it was asked for.
struct UnitBoxes: Sendable {
  let field: UnitField
  let microscope: Microscope?
  let view: ViewState

  /// The box on the maps of a node, within the image.
  func region(_ node: Int, rows: Int, columns: Int) -> MapRegion? {
    guard field.regions.indices.contains(node), let region = field.regions[node] else {
      return nil
    }
    return MapRegion(
      rows: Self.within(region.rows, rows), columns: Self.within(region.columns, columns))
  }

  private static func within(_ range: ClosedRange<Int>, _ extent: Int) -> Range<Int> {
    let lower = min(max(0, range.lowerBound), extent)
    return lower..<max(lower, min(extent, range.upperBound + 1))
  }
}

extension MapRegion {
  /// All of its cells.
  var cells: Set<MapPosition> {
    Set(rows.flatMap { row in columns.map { MapPosition(row: row, column: $0) } })
  }
}
