import NumberText
import ScopeDebugger

extension BesideView {
  func summary(_ scene: Scene) -> [String]? {
    guard let pair = scene.session.pair else { return nil }
    let row = pair.rows(scene.selection.kind).first { $0.node == scene.selection.node }
    return ["beside: \(pair.places.first); \(pair.places.second)"]
      + [pair.remark].compactMap(\.self) + (row.map { [Self.words($0, pair)] } ?? [])
  }

  func details(_ scene: Scene) -> [String] {
    guard let pair = scene.session.pair else { return [] }
    return pair.rows(scene.selection.kind, sorted: isSorted).map { Self.words($0, pair) }
      + pair.unpaired.map { "\($0) of B has no partner" }
  }

  /// `conv1: distance 0.12, mean magnitude 0.4 and 0.5`
  private static func words(_ row: SubjectPair.Row, _ pair: SubjectPair) -> String {
    let name = pair.first.network.nodes[row.node].name
    guard let distance = row.distance else {
      return "\(name): \(row.reason ?? (row.partner == nil ? "no partner" : "no distance"))"
    }
    let sizes = row.sizes.map {
      ", mean magnitude \(Decimals.text($0.first, 3)) and \(Decimals.text($0.second, 3))"
    }
    return "\(name): distance \(Decimals.text(distance, 3))\(sizes ?? "")"
  }
}
