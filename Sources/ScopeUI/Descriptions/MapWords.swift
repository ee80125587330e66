import CNNModel
import NumberText
import ScopeDebugger

/// The selected map in words.
struct MapWords {
  private let scene: Scene
  private let selection: Selection
  private let session: Session
  /// The numbers of a map are said row by row up to this many.
  private static let mostNumbers = 64

  init(_ scene: Scene) {
    (self.scene, selection, session) = (scene, scene.selection, scene.session)
  }

  /// `conv2, map 3 of 16, 10 by 10, largest 2.4 at 4,5`, and the number under the cursor.
  var summary: [String] {
    if let reason = selection.absence(in: session.network) { return [reason] }
    if scene.hidesShape(of: selection.node) { return ["\(name), whose shape is asked for"] }
    guard let map else { return [absence] }
    return ["\(name)\(place), \(size(map)), \(extremes(map))"] + cell
  }

  var details: [String] {
    guard let map, !scene.hidesShape(of: selection.node) else { return [] }
    return range + info.facts.map(\.text) + rows(map)
  }

  private var map: FeatureMaps.Map? {
    scene.shared.maps.flatMap { $0.count > 0 ? $0[min(selection.channel, $0.count - 1)] : nil }
  }

  private var absence: String {
    session.debugger.tensors.absence(of: selection.reference) ?? "\(name) has no numbers"
  }

  private var name: String {
    selection.showsOriginal(session)
      ? "the original image" : session.debugger.names.name(of: selection.reference)
  }

  /// `, map 3 of 16`; of kernels `, kernel 3←1, map 19 of 96`.
  private var place: String {
    guard let maps = scene.shared.maps, maps.count > 1 else { return "" }
    let channel = min(selection.channel, maps.count - 1)
    let kernel = maps[channel].title
    let title = kernel.contains("←") ? ", kernel \(kernel)" : ""
    let slice = scene.shared.hasSlices ? ", slice \(selection.slice)" : ""
    return "\(title), map \(channel) of \(maps.count)\(slice)"
  }

  private func size(_ map: FeatureMaps.Map) -> String {
    if map.rows == 1 { return map.columns == 1 ? "one number" : "\(map.columns) numbers" }
    return "\(map.rows) by \(map.columns)"
  }

  private func extremes(_ map: FeatureMaps.Map) -> String {
    guard let (high, low) = map.extremes else { return "no finite number" }
    guard high.value != low.value else {
      return map.rows * map.columns == 1 ? number(high, map) : "all \(number(high, map))"
    }
    return "largest \(place(high, map)), smallest \(place(low, map))"
  }

  private func place(_ cell: FeatureMaps.Cell, _ map: FeatureMaps.Map) -> String {
    let place = map.rows == 1 ? "number \(cell.column)" : "\(cell.row),\(cell.column)"
    return "\(number(cell, map)) at \(place)"
  }

  /// A number, unless it is asked for.
  private func number(_ cell: FeatureMaps.Cell, _ map: FeatureMaps.Map) -> String {
    scene.hides(selection.reference, map.position(row: cell.row, column: cell.column))
      ? "?" : Decimals.text(cell.value, 3)
  }

  private var info: InfoPane { InfoPane(scene, SelectedTensor(scene), width: .max) }

  /// The number under the cursor, where the arrows move one.
  private var cell: [String] { info.cellLine.map { [$0] } ?? [] }

  /// The range of all maps together.
  private var range: [String] {
    guard scene.hidden == nil, !selection.showsOriginal(session) else { return [] }
    let lines = try? session.text.description(of: selection.reference)
    return lines?.first.map { [$0] } ?? []
  }

  /// All rows of a small map, of a large one the row under the cursor.
  private func rows(_ map: FeatureMaps.Map) -> [String] {
    guard map.rows * map.columns <= Self.mostNumbers else {
      let isMoved = selection.pane == .maps
      return isMoved ? [row(min(selection.cell.row, map.rows - 1), map)] : []
    }
    return map.rows * map.columns == 1 ? [] : (0..<map.rows).map { row($0, map) }
  }

  private func row(_ row: Int, _ map: FeatureMaps.Map) -> String {
    let numbers = (0..<map.columns).map { number(map.cell(row: row, column: $0), map) }
    return (map.rows == 1 ? "numbers: " : "row \(row): ") + numbers.joined(separator: " ")
  }
}
