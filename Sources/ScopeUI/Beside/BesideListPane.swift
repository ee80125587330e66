import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The layers of A with their distances from those of B: a number and a bar of it, in a wide pane
/// with the mean magnitudes of both.
struct BesideListPane {
  let pair: SubjectPair
  let selection: Selection
  let isSorted: Bool
  let isFocused: Bool

  private static let distanceWidth = 8

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let nameWidth = nameWidth(rect.width)
    drawHeading(&canvas, rest.takeTop(1), nameWidth)
    let unpaired = pair.unpaired
    let foot = unpaired.isEmpty ? nil : rest.takeBottom(1)
    let rows = pair.rows(selection.kind, sorted: isSorted)
    let place = rows.firstIndex { $0.node == selection.node } ?? 0
    let first = min(max(0, place - rest.height / 2), max(0, rows.count - rest.height))
    for (index, row) in rows.dropFirst(first).prefix(rest.height).enumerated() {
      let line = Rect(x: rest.x, y: rest.y + index, width: rest.width, height: 1)
      draw(row, &canvas, line, nameWidth)
    }
    guard let foot else { return }
    let names = "\(unpaired.count) of B without partner: \(unpaired.joined(separator: ", "))"
    canvas.write(names, x: foot.x + 1, y: foot.y, limit: foot.width - 2, .dim)
  }

  private func nameWidth(_ width: Int) -> Int {
    let names = pair.first.network.nodes.indices.map {
      pairName($0, pair.pairing.partner(of: $0)).columns
    }
    let others = Self.distanceWidth + (width >= 46 ? 24 : 10)
    return min(width - others, max(6, names.max() ?? 0) + 1)
  }

  private func drawHeading(_ canvas: inout Canvas, _ rect: Rect, _ nameWidth: Int) {
    canvas.horizontalLine(x: rect.x, y: rect.y, length: rect.width)
    let name = isFocused ? "[LAYERS]" : " LAYERS "
    canvas.write(name, x: rect.x, y: rect.y, isFocused ? .title : .heading)
    let words = isSorted ? " distance, sorted " : " distance "
    canvas.write(words, x: rect.x + nameWidth + 1, y: rect.y, limit: rect.width - nameWidth - 1)
  }

  private func draw(
    _ row: SubjectPair.Row, _ canvas: inout Canvas, _ rect: Rect, _ nameWidth: Int
  ) {
    let isSelected = row.node == selection.node
    let style: Style = isSelected ? .selection : row.distance == nil ? .dim : .plain
    if isSelected { canvas.fill(rect, with: Cell(" ", .selection)) }
    let name = abbreviated(
      pairName(row.node, row.partner), to: nameWidth,
      beside: neighbors(of: row.node, in: pair.first.network.nodes.count) {
        pairName($0, pair.pairing.partner(of: $0))
      })
    canvas.write(name, x: rect.x + 1, y: rect.y, limit: nameWidth, style)
    let x = rect.x + nameWidth + 2
    guard let distance = row.distance else {
      let words = row.partner == nil ? "no partner" : row.isOfOtherShape ? "other shape" : "–"
      canvas.write(words, x: x, y: rect.y, limit: max(0, rect.maxX - x), style)
      return
    }
    canvas.write(
      Decimals.fitting(distance, significant: 3, width: Self.distanceWidth), x: x, y: rect.y,
      limit: Self.distanceWidth, style)
    drawTail(
      row, distance, &canvas,
      Rect(
        x: x + Self.distanceWidth + 1, y: rect.y,
        width: max(0, rect.maxX - x - Self.distanceWidth - 1), height: 1), style)
  }

  /// The mean magnitudes of both, or a bar where there is less room.
  private func drawTail(
    _ row: SubjectPair.Row, _ distance: Double, _ canvas: inout Canvas, _ rect: Rect,
    _ style: Style
  ) {
    guard let sizes = row.sizes, rect.width >= 20 else {
      let length = distance.isFinite ? Int((min(1, distance) * Double(rect.width)).rounded()) : 0
      canvas.write(
        String(repeating: "█", count: max(distance > 0 ? 1 : 0, length)), x: rect.x, y: rect.y,
        limit: rect.width, style == .plain ? .accent : style)
      return
    }
    let words =
      "A \(Decimals.fitting(sizes.first, significant: 2, width: 7).rightPadded(to: 8))"
      + "B \(Decimals.fitting(sizes.second, significant: 2, width: 7))"
    canvas.write(words, x: rect.x, y: rect.y, limit: rect.width, style)
  }

  /// The name of the layer, and that of its partner where it is another one.
  private func pairName(_ node: Int, _ partner: Int?) -> String {
    let name = pair.first.network.nodes[node].name
    let other = partner.map { pair.second.network.nodes[$0].name } ?? name
    return other == name ? name : "\(name)→\(other)"
  }
}
