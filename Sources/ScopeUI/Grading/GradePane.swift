import CNNModel
import Differences
import Grading
import NumberText
import ScopeDebugger
import TerminalKit

/// The list of arrays, the three maps, and the sentences about the selected array.
struct GradePane {
  let state: GradeSelection
  let heading: String
  let capabilities: Capabilities

  /// The columns of the list, and the rows below the maps.
  private static let (listWidth, textRows) = (27, 7)

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    let (right, all) = state.answer.score
    ViewHeading(title: "GRADE", rest: "\(heading), \(right) of \(all) right")
      .draw(&canvas, rest.takeTop(1))
    let width = min(Self.listWidth, rest.width / 3)
    drawList(&canvas, rest.takeLeft(width))
    rest = Rect(x: rest.x + 1, y: rest.y, width: max(0, rest.width - 1), height: rest.height)
    let text = rest.takeBottom(min(Self.textRows, rest.height / 2))
    drawMaps(&canvas, rest)
    drawText(&canvas, text)
  }

  private func drawList(_ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    let first = min(max(0, state.row - rect.height / 2), max(0, state.rows.count - rect.height))
    for (line, row) in state.rows.enumerated().dropFirst(first).prefix(rect.height) {
      let isSelected = line == state.row
      let style: Style = isSelected ? (state.isInMap ? .heading : .cursor) : Self.style(row.array)
      canvas.write(
        Self.text(row.case, row.array), x: rect.x + 1, y: rect.y + line - first,
        limit: rect.width - 2, style)
    }
  }

  private static func text(_ number: Int, _ array: GradedArray) -> String {
    "\(number) \(array.name)  \(array.verdict.words)"
  }

  private static func style(_ array: GradedArray) -> Style {
    switch array.verdict {
    case .right: .good
    case .wrong, .shape: .error
    case .inherited: .warning
    case .missing: .dim
    }
  }

  private func drawMaps(_ canvas: inout Canvas, _ rect: Rect) {
    guard let array = state.array, let reference = state.reference, rect.height > 1 else { return }
    let width = (rect.width - 2) / 3
    guard width > 0 else { return }
    let scale = HeatScale(fitting: reference.elements + (array.theirs?.elements ?? []))
    let title = state.changed == nil ? "right" : "mistake"
    let maps: [(String, Tensor?, HeatScale)] = [
      (title, reference, scale), ("yours", array.theirs, scale),
      ("difference", difference(array, reference), differenceScale(array)),
    ]
    for (index, map) in maps.enumerated() {
      let place = Rect(
        x: rect.x + index * (width + 1), y: rect.y, width: width, height: rect.height)
      draw(map.0, map.1, map.2, &canvas, place)
    }
  }

  private func difference(_ array: GradedArray, _ reference: Tensor) -> Tensor? {
    guard let theirs = array.theirs, theirs.shape == reference.shape else { return nil }
    return theirs - reference
  }

  /// That of the difference from the right array, so that a mistake's picture is seen to be equal.
  private func differenceScale(_ array: GradedArray) -> HeatScale {
    let difference = difference(array, array.ours)?.elements ?? []
    let largest = difference.filter(\.isFinite).map(\.magnitude).max() ?? 0
    return .diverging(limit: largest)
  }

  private func draw(
    _ title: String, _ tensor: Tensor?, _ scale: HeatScale, _ canvas: inout Canvas, _ rect: Rect
  ) {
    guard let tensor else {
      canvas.write(title, x: rect.x, y: rect.y, limit: rect.width, .heading)
      canvas.write("–", x: rect.x, y: rect.y + 1, limit: rect.width, .dim)
      return
    }
    let sheet = TensorSheet(tensor.shape)
    let plane = min(state.plane, sheet.planes - 1)
    let values = sheet.values(tensor, plane)
    canvas.write(
      "\(title) \(tensor.shape)", x: rect.x, y: rect.y, limit: rect.width, .heading)
    guard values.count == sheet.count, sheet.count > 0 else { return }
    var map = Heatmap(rows: sheet.rows, columns: sheet.columns, values: values, scale: scale)
    let isInside = state.cell.row < sheet.rows && state.cell.column < sheet.columns
    if isInside { map.cursor = state.cell }
    let inside = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    map.draw(into: &canvas, in: inside, capabilities)
  }

  private func drawText(_ canvas: inout Canvas, _ rect: Rect) {
    let lines = numbers + sentences.flatMap { wrapped($0, to: rect.width - 1) }
    for (index, line) in lines.prefix(rect.height).enumerated() {
      canvas.write(
        line, x: rect.x, y: rect.y + index, limit: rect.width, index == 0 ? .heading : .plain)
    }
  }

  /// The selected cell in all three maps.
  private var numbers: [String] {
    guard let array = state.array, let position = state.position, let reference = state.reference
    else { return [] }
    guard reference.shape.contains(position) else { return [state.cellName] }
    let ours = reference[position]
    let word = state.changed == nil ? "right" : "mistake"
    guard let theirs = array.theirs, theirs.shape.contains(position) else {
      return ["\(state.cellName): \(word) \(Decimals.text(ours, 6))"]
    }
    return [
      "\(state.cellName): \(word) \(Decimals.text(ours, 6)), yours \(Decimals.text(theirs[position], 6))"
    ]
  }

  private var sentences: [String] {
    guard let array = state.array else { return state.answer.failures }
    if let changed = state.changed {
      return ["\(changed.rule.name): \(changed.rule.what); a shows the right array again."]
    }
    switch array.verdict {
    case .right: return ["Right within rounding."]
    case .missing: return ["Not handed in."]
    case .inherited: return ["Wrong only because of what it was computed from."]
    case .wrong, .shape: return MistakeText(array, showsHints: false).lines
    }
  }
}
