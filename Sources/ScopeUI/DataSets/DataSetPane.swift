import CNNModel
import ModelFiles
import ScopeDebugger
import TerminalKit

/// A row of small images for each class, with its name and counts before them.
struct DataSetPane {
  let summary: DataSetSummary
  let images: LabeledImages
  /// The indices of the images of each row.
  let samples: [[Int]]
  let selected: CellPosition
  let capabilities: Capabilities

  /// The columns of the classes' names, and the most of an image.
  private static let (nameWidth, widest) = (12, 32)

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    let most = max(1, samples.map(\.count).max() ?? 1)
    let width = min(Self.widest, (rect.width - Self.nameWidth) / most - 1)
    guard width > 0, rect.height > 0 else { return }
    let size = Size(columns: width, rows: height(width, rect.height))
    let band = size.rows + 1
    let shown = max(1, rect.height / band)
    let first = min(max(0, selected.row - shown / 2), max(0, samples.count - shown))
    for row in first..<min(samples.count, first + shown) {
      let place = Rect(
        x: rect.x, y: rect.y + (row - first) * band, width: rect.width,
        height: min(band, rect.maxY - rect.y - (row - first) * band))
      draw(row, size, &canvas, place)
    }
  }

  /// The screen rows of an image of so many columns.
  private func height(_ width: Int, _ room: Int) -> Int {
    let shape = summary.imageShape
    let rows = max(1, (width * shape[1] + shape[2] - 1) / max(1, shape[2]))
    return min(max(1, room - 1), capabilities.stacksHeat ? (rows + 1) / 2 : max(1, rows / 2))
  }

  private func draw(_ row: Int, _ size: Size, _ canvas: inout Canvas, _ rect: Rect) {
    let isSelected = row == selected.row
    for (line, text) in labels(of: row).prefix(rect.height).enumerated() {
      let style: Style = line > 0 ? .dim : isSelected ? Style.heading.bold : .heading
      canvas.write(
        text, x: rect.x + 1, y: rect.y + line, limit: Self.nameWidth - 2, style)
    }
    for (column, index) in samples[row].enumerated() {
      let place = Rect(
        x: rect.x + Self.nameWidth + column * (size.columns + 1), y: rect.y, width: size.columns,
        height: min(size.rows, rect.height))
      draw(image: index, &canvas, place)
      guard isSelected, column == selected.column, rect.height > size.rows else { continue }
      let mark = String(repeating: "▔", count: size.columns)
      canvas.write(mark, x: place.x, y: place.y + size.rows, .cursor)
    }
  }

  /// The name of a class, and how many images of the parts have it.
  private func labels(of row: Int) -> [String] {
    guard summary.classes.indices.contains(row) else { return ["images"] }
    let found = summary.classes[row]
    return [found.name, "\(found.train) train", "\(found.test) test"]
  }

  private func draw(image index: Int, _ canvas: inout Canvas, _ rect: Rect) {
    guard rect.height > 0 else { return }
    let rows = capabilities.stacksHeat ? rect.height * 2 : rect.height
    let values = images.thumbnail(of: index, rows: rows, columns: rect.width).elements
    let heatmap = Heatmap(
      rows: rows, columns: rect.width, values: values, scale: HeatScale(fitting: values))
    heatmap.draw(into: &canvas, in: rect, capabilities)
  }
}
