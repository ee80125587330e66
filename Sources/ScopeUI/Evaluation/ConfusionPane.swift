import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The confusion matrix of the last evaluation as a heatmap with its numbers, the share of each
/// class that was right, the images of the cell under the cursor, and the worst mistakes.
struct ConfusionPane {
  private let scene: Scene
  /// The cell under the cursor.
  private let cell: CellPosition

  init(_ scene: Scene) { (self.scene, cell) = (scene, scene.selection.classes) }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect
    drawHeading(&canvas, rest.takeTop(1))
    guard let results = scene.session.results else { return drawAbsence(&canvas, rest) }
    let grid = ConfusionGrid(results, rest)
    drawMatrix(results, grid, &canvas, rest.takeTop(grid.height))
    drawCell(results, &canvas, rest.takeTop(1))
    drawImages(results, &canvas, &rest)
    drawMistakes(results, &canvas, rest)
  }

  /// The images of the cell under the cursor, as far as there is room.
  private func drawImages(
    _ results: EvaluationResult, _ canvas: inout Canvas, _ rest: inout Rect
  ) {
    let samples = results.samples(of: cell.row, takenFor: cell.column)
    guard rest.height >= Self.fewestRows, !samples.isEmpty,
      let strip = SampleStrip(
        scene.session, source: scene.session.lastEvaluation?.data ?? "")
    else { return }
    let isAlone = rest.height < Self.mostRows + 3
    strip.draw(
      samples, hasSelected: false, &canvas, rest.takeTop(isAlone ? rest.height : Self.mostRows),
      scene.capabilities)
  }

  /// The rows of the images: the fewest on which something is seen, and the most where there is room.
  private static let (fewestRows, mostRows) = (4, 13)

  func drawHeading(_ canvas: inout Canvas, _ rect: Rect) {
    ViewHeading(title: "CONFUSION", rest: heading).draw(&canvas, rect)
  }

  var heading: String {
    guard let results = scene.session.results else { return "of the test part" }
    let accuracy =
      results.answerCount == 0
      ? ""
      : "accuracy "
        + "\(Decimals.percent(results.accuracy, 3)) (\(results.correct) of \(results.answerCount)), "
    let figures = accuracy + "loss \(Decimals.text(results.loss, 4))"
    guard let step = scene.session.lastEvaluation?.step, step != scene.session.debugger.step else {
      return figures + "; rows are the true classes"
    }
    return "after step \(step): \(figures)"
  }

  /// Why there is no matrix.
  var absence: String {
    let session = scene.session
    return session.debugger.setup.dataLoader == nil
      ? "There is no data set; data digits chooses one, e evaluates on its test part."
      : session.evaluationProgress.map { "testing \($0.done) of \($0.total)" }
        ?? "Nothing was evaluated yet; e evaluates, and so does the end of every epoch."
  }

  private func drawAbsence(_ canvas: inout Canvas, _ rect: Rect) {
    for (row, line) in wrapped(absence, to: rect.width - 2).prefix(rect.height).enumerated() {
      canvas.write(line, x: rect.x + 1, y: rect.y + 1 + row, .dim)
    }
  }

  private func drawMatrix(
    _ results: EvaluationResult, _ grid: ConfusionGrid, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let columns = grid.columns(around: cell.column)
    for (place, column) in columns.enumerated() {
      let x = rect.x + grid.labels + place * grid.cell
      let style: Style = column == cell.column ? Style.heading.bold : .heading
      canvas.write("\(column)", endingAt: x + grid.cell, y: rect.y, style)
    }
    let end = rect.x + grid.labels + columns.count * grid.cell
    canvas.write("accuracy", x: end + 2, y: rect.y, limit: rect.maxX - end - 2, .heading)
    for (place, row) in grid.rows(around: cell.row).enumerated() {
      let y = rect.y + 1 + place
      let style: Style = row == cell.row ? Style.heading.bold : .heading
      canvas.write("\(row)", endingAt: rect.x + grid.labels - 1, y: y, style)
      for (index, column) in columns.enumerated() {
        let x = rect.x + grid.labels + index * grid.cell
        drawCount(results, row, column, &canvas, Rect(x: x, y: y, width: grid.cell, height: 1))
      }
      drawShare(
        results.accuracy(of: row), &canvas,
        Rect(x: end + 2, y: y, width: rect.maxX - end - 2, height: 1))
    }
  }

  private func drawCount(
    _ results: EvaluationResult, _ row: Int, _ column: Int, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let count = results.confusion[row][column]
    let total = results.confusion[row].reduce(0, +)
    let share = total > 0 ? Float(count) / Float(total) : 0
    // The root, so that a few mistakes among many right ones are seen.
    var style = Style(background: .sequential(level: share.squareRoot()))
    if row == column { style = style.bold }
    if cell == CellPosition(row: row, column: column) { style = .cursor }
    canvas.fill(rect, with: Cell(" ", style))
    canvas.write(count == 0 ? "·" : "\(count)", endingAt: rect.maxX, y: rect.y, style)
  }

  private func drawShare(_ share: Double?, _ canvas: inout Canvas, _ rect: Rect) {
    guard let share else { return }
    canvas.write(Decimals.percent(share, 3).leftPadded(to: 5), x: rect.x, y: rect.y)
    let room = min(scene.size.columns >= ConfusionGrid.wide ? 40 : 20, rect.width - 7)
    guard room > 0 else { return }
    let bar = String(repeating: "█", count: Int((share * Double(room)).rounded()))
    canvas.write(bar, x: rect.x + 7, y: rect.y, .accent)
  }

  private func drawCell(_ results: EvaluationResult, _ canvas: inout Canvas, _ rect: Rect) {
    guard let sentence = sentence(results) else { return }
    canvas.write(sentence, x: rect.x + 1, y: rect.y, limit: rect.width - 1, .accent)
  }

  /// A sentence about the cell under the cursor; `nil` where there is none.
  func sentence(_ results: EvaluationResult) -> String? {
    let (row, column) = (cell.row, cell.column)
    guard results.confusion.indices.contains(row), results.confusion.indices.contains(column)
    else { return nil }
    let count = results.confusion[row][column]
    let names = scene.session.network.classNames
    let (label, prediction) = (names.title(of: row), names.title(of: column))
    let text =
      row == column
      ? "\(count) of class \(label) were classified correctly"
      : "\(count) of class \(label) \(count == 1 ? "was" : "were") classified as \(prediction)"
    return count > 0 ? text + "; Enter lists them" : text
  }

  private func drawMistakes(_ results: EvaluationResult, _ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 1 else { return }
    let name = scene.session.lastEvaluation?.data ?? ""
    canvas.write("The worst mistakes; M lists them all", x: rect.x + 1, y: rect.y, .heading)
    let lines = EvaluationTable.mistakes(
      results, of: name, rect.height - 1, scene.session.network.classNames)
    for (row, line) in lines.enumerated() {
      canvas.write(line, x: rect.x + 1, y: rect.y + 1 + row, limit: rect.width - 2)
    }
  }
}

/// Where the cells of a confusion matrix are on the screen.
struct ConfusionGrid {
  /// The columns of the classes' names, and of a cell.
  let labels: Int
  let cell: Int
  private let classes: Int
  private let down: Int
  private let across: Int

  /// From so many columns on a screen is wide.
  static let wide = 120

  init(_ results: EvaluationResult, _ rect: Rect) {
    classes = results.classes
    let largest = results.confusion.flatMap(\.self).max() ?? 0
    let name = "\(max(0, classes - 1))".count
    labels = name + 2
    let needed = max("\(largest)".count, name) + 2
    // On a wide screen cells are wide enough to be seen as a picture.
    let most = rect.width >= Self.wide ? min(10, (rect.width / 2 - labels) / max(1, classes)) : 0
    cell = max(needed, most)
    // The shares at the right take 8 columns at least; two lines stay for what a cell says.
    across = max(1, min(classes, (rect.width - labels - 8) / cell))
    down = max(1, min(classes, rect.height - 2))
  }

  /// The rows that the matrix takes, with the line of names.
  var height: Int { down + 1 }

  func rows(around row: Int) -> Range<Int> { part(row, down) }
  func columns(around column: Int) -> Range<Int> { part(column, across) }

  private func part(_ place: Int, _ room: Int) -> Range<Int> {
    let first = min(max(0, place - room / 2), classes - room)
    return first..<first + room
  }
}
