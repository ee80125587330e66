import CNNModel
import ModelFiles
import ScopeDebugger
import TerminalKit

/// A sample of a data set as a small picture, or the part of it that a unit sees.
struct SampleThumbnail {
  private let rows: Int
  private let columns: Int
  private let values: [Float]
  /// The part that is seen.
  private let region: CellRegion

  /// - Parameters:
  ///   - input: the network's input of one sample; color is shown as the mean of its channels.
  ///   - field: the part that is shown, where not all of it is.
  init(_ input: Tensor, _ network: Network, _ field: ReceptiveField? = nil) {
    let isLast = ImageAxes(network).hasChannelsLast
    let maps = FeatureMaps(input, sample: 0, hasChannelsLast: isLast)
    let shown = maps.count == 3 ? [0, 1, 2] : maps.count > 0 ? [0] : []
    let first = shown.first.map { maps[$0] }
    (rows, columns) = (first?.rows ?? 0, first?.columns ?? 0)
    let planes = shown.map { maps[$0].values }
    values = (0..<rows * columns).map { cell in
      planes.reduce(0) { $0 + $1[cell] } / Float(planes.count)
    }
    let whole = CellRegion(rows: 0..<rows, columns: 0..<columns)
    guard let field, field.axes.count == 2 else {
      region = whole
      return
    }
    let part = CellRegion(
      rows: (field.axes[0].lowerBound..<field.axes[0].upperBound + 1).clamped(to: whole.rows),
      columns: (field.axes[1].lowerBound..<field.axes[1].upperBound + 1).clamped(to: whole.columns))
    region = part.rows.isEmpty || part.columns.isEmpty ? whole : part
  }

  /// Draws it as large as fits, with the palette of the whole image.
  func draw(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    guard rect.width > 0, rect.height > 0, !values.isEmpty else { return }
    let part = region.rows.flatMap { row in
      region.columns.map { values[row * columns + $0] }
    }
    let size = Size(columns: region.columns.count, rows: region.rows.count)
    let room = capabilities.stacksHeat ? rect.height * 2 : rect.height
    let across = capabilities.stacksHeat ? rect.width : max(1, rect.width / 2)
    let share = min(1, Double(room) / Double(size.rows), Double(across) / Double(size.columns))
    let drawn = Size(
      columns: max(1, Int(Double(size.columns) * share)),
      rows: max(1, Int(Double(size.rows) * share)))
    let map = Tensor(shape: [size.rows, size.columns], elements: part)
    let shown = share < 1 ? map.shrunk(toRows: drawn.rows, columns: drawn.columns) : map
    var picture = Heatmap(
      rows: drawn.rows, columns: drawn.columns, values: shown.elements,
      scale: HeatScale(fitting: values))
    picture.overflow = .shrink
    picture.draw(into: &canvas, in: rect, capabilities)
  }
}
