import CNNModel
import ScopeDebugger
import TerminalKit

/// A tensor near the selected one, with its maps as they are seen.
struct NearbyTensor {
  let reference: TensorReference
  let maps: FeatureMaps
  let name: String
  let shape: String
  private let selection: Selection

  /// - Returns: `nil` when there is nothing to see.
  init?(_ reference: TensorReference, _ scene: Scene) {
    var selection = scene.selection
    selection.look(at: reference.node, reference.kind)
    selection.slice = scene.selection.slice
    guard let maps = selection.maps(scene.session), maps.count > 0 else { return nil }
    (self.reference, self.maps, self.selection) = (reference, maps, selection)
    let tensors = scene.session.debugger.tensors
    name = tensors.names.name(of: reference)
    shape = scene.hidesShape(of: reference.node) ? "?" : "\(tensors.shape(of: reference))"
  }

  /// The scale of its layer; of a very large tensor that of the maps that are drawn.
  func scale(_ session: Session, drawn: Range<Int>) -> HeatScale {
    let small = 1 << 18
    guard maps.count * maps[0].rows * maps[0].columns <= small,
      let tensor = session.debugger.tensors.value(of: reference)
    else { return HeatScale(drawn.map { maps[$0].statistics }) }
    let shown = selection.version(of: selection.shown(tensor, session), session)
    return HeatScale([TensorStatistics(shown)])
  }

  /// In the order of the network, and of a layer's parameters.
  static func < (one: Self, other: Self) -> Bool {
    guard one.reference.node == other.reference.node else {
      return one.reference.node < other.reference.node
    }
    return one.reference.kind.order < other.reference.kind.order
  }
}

/// How its maps stand in a row.
extension NearbyTensor {
  /// A map as it is drawn.
  struct Tile {
    let zoom: Int
    let size: Size
  }

  /// The columns in which name, shape and scale can be read.
  var headingColumns: Int { min(48, name.columns + shape.columns + 28) }

  /// The rows in which its maps are seen whole, with a heading.
  func wantedRows(_ capabilities: Capabilities) -> Int {
    1 + capabilities.heatRows(maps[0].rows, zoom: 1)
  }

  /// The rows that are used of so many, heading included.
  func usedRows(_ rows: Int, _ columns: Int, _ capabilities: Capabilities) -> Int {
    1 + tile(in: Size(columns: columns, rows: rows - 1), capabilities).size.rows
  }

  /// The columns for all maps, no cell wider than one column.
  func width(rows: Int, _ capabilities: Capabilities) -> Int {
    let tile = small(in: Size(columns: .max / 2, rows: rows - 1), capabilities)
    return max(headingColumns, maps.count * (tile.size.columns + 1) - 1)
  }

  /// The largest cells with which all maps are seen whole; else they are drawn smaller.
  func tile(in room: Size, _ capabilities: Capabilities) -> Tile {
    let map = maps[0]
    for zoom in [8, 6, 4, 2] {
      let rows = capabilities.heatRows(map.rows, zoom: zoom)
      if rows <= room.rows, maps.count * (map.columns * zoom + 1) <= room.columns + 1 {
        return Tile(zoom: zoom, size: Size(columns: map.columns * zoom, rows: rows))
      }
    }
    return small(in: room, capabilities)
  }

  private func small(in room: Size, _ capabilities: Capabilities) -> Tile {
    let map = maps[0]
    let lines = max(1, capabilities.stacksHeat ? room.rows * 2 : room.rows)
    let block = max(
      1, (map.rows + lines - 1) / lines,
      (map.columns + room.columns - 1) / max(1, room.columns))
    let (rows, columns) = ((map.rows + block - 1) / block, (map.columns + block - 1) / block)
    return Tile(
      zoom: 1,
      size: Size(columns: columns, rows: capabilities.heatRows(rows, zoom: 1)))
  }
}

extension TensorReference.Kind {
  /// The place among the tensors of a layer.
  fileprivate var order: Int {
    switch self {
    case .activation: 0
    case .gradient: 1
    case .parameter(let index): 2 + 2 * index
    case .parameterGradient(let index): 3 + 2 * index
    case .statistic(let index): 1 << 20 + index
    }
  }
}
