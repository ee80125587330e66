import CNNModel
import ScopeDebugger
import TerminalKit

/// The gradient ladders of two subjects side by side: two rows a layer, A above B, with bars of one
/// scale; what are no like layers says so.
struct PairedLadderPane {
  let pair: SubjectPair
  let selected: Int

  /// The columns of `other shape`.
  private static let word = 11

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let words =
      "A and B ∙ step \(pair.first.step), \(pair.ladderSubject): mean magnitudes; bars 1e-8 to 1e4"
    ViewHeading(title: "LADDER", rest: words).draw(&canvas, rest.takeTop(1))
    let place = rest.takeTop(1)
    canvas.write(
      ([pair.places.second] + (pair.remark.map { [$0] } ?? [])).joined(separator: " ∙ "),
      x: place.x + 1, y: place.y, limit: place.width - 1, pair.remark == nil ? .plain : .warning)
    let columns = columns(rest)
    columns.drawTitles(&canvas, y: rest.takeTop(1).y)
    drawUnpaired(&canvas, &rest)
    let (rungs, room) = (pair.ladder, max(1, rest.height / 2))
    let index = rungs.firstIndex { $0.first.node == selected } ?? 0
    let first = min(max(0, index - room / 2), max(0, rungs.count - room))
    for (row, rungs) in rungs.dropFirst(first).prefix(room).enumerated() {
      let place = Rect(x: rest.x, y: rest.y + 2 * row, width: rest.width, height: 2)
      draw(rungs, columns, &canvas, place)
    }
  }

  private func columns(_ rect: Rect) -> LadderColumns {
    let names = pair.first.network.nodes.map(\.name) + pair.second.network.nodes.map(\.name)
    let longest = names.map(\.columns).max() ?? 0
    return LadderColumns(rect, name: min(rect.width / 6, longest) + 2, word: Self.word)
  }

  private func drawUnpaired(_ canvas: inout Canvas, _ rest: inout Rect) {
    let unpaired = pair.unpaired
    guard !unpaired.isEmpty else { return }
    let foot = rest.takeBottom(1)
    canvas.write(
      "\(unpaired.count) of B without partner: \(unpaired.joined(separator: ", "))", x: foot.x + 1,
      y: foot.y, limit: foot.width - 2, .dim)
  }

  private func draw(
    _ rungs: SubjectPair.Rungs, _ columns: LadderColumns, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let isSelected = rungs.first.node == selected
    let room = columns.name - 4
    let name = abbreviatedName(in: pair.first.network, of: rungs.first.node, to: room)
    let partner = rungs.second.map {
      abbreviatedName(in: pair.second.network, of: $0.node, to: room)
    }
    let isSame = rungs.second.map {
      pair.second.network.nodes[$0.node].name == pair.first.network.nodes[rungs.first.node].name
    }
    let names = ["A \(name)", isSame == true ? "B" : "B \(partner ?? "")"]
    for (row, text) in names.enumerated() {
      let place = Rect(x: rect.x, y: rect.y + row, width: columns.name - 1, height: 1)
      if isSelected { canvas.fill(place, with: Cell(" ", .selection)) }
      canvas.write(
        text, x: place.x + 1, y: place.y, limit: place.width - 1,
        isSelected ? .selection : row == 0 ? .plain : .dim)
    }
    RungRow(rung: rungs.first, columns: columns).draw(&canvas, y: rect.y)
    guard let second = rungs.second else {
      let x = columns.x(ofBar: 0)
      canvas.write(
        rungs.unlikeness ?? "", x: x, y: rect.y + 1, limit: max(0, rect.maxX - x), .dim)
      return
    }
    let remark = rungs.unlikeness == nil ? "" : "other shape"
    RungRow(rung: second, columns: columns, remark: remark).draw(&canvas, y: rect.y + 1)
  }
}
