import NumberText
import ScopeDebugger
import TerminalKit

/// A pass of the layer as one product of matrices: the kernel as a row, the patches as columns, the
/// results below them, with the current patch marked.
struct MatrixPane {
  private let matrix: PatchMatrix
  private let capabilities: Capabilities
  /// The width of a column, in screen columns.
  private static let zoom = 2

  init(_ matrix: PatchMatrix, _ capabilities: Capabilities) {
    (self.matrix, self.capabilities) = (matrix, capabilities)
  }

  /// How many patches a screen of so many columns has room for.
  static func patches(in columns: Int) -> Int { max(1, (columns - 2) / zoom) }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rest = rect.inset(horizontally: 1, vertically: 0)
    let (rows, last) = (matrix.kernel.count, matrix.first + matrix.patches.count - 1)
    heading("\(matrix.isBackward ? "row of Wᵀ" : "kernel"): 1×\(rows)", &canvas, rest.takeTop(1))
    strip(matrix.kernel, cursor: nil, &canvas, rest.takeTop(1))
    let current = matrix.first + matrix.current
    let patches = "× patches\(matrix.isBackward ? " of dY" : ""): \(rows)×\(matrix.count)"
    let forms = [
      "\(patches), columns \(matrix.first) to \(last), the current one is \(current)",
      "\(patches); \(matrix.first)–\(last), current \(current)", patches,
    ]
    heading(fitting(forms, rest.width), &canvas, rest.takeTop(1))
    let footer = rest.takeBottom(4)
    drawPatches(&canvas, rest)
    var below = footer
    heading(
      matrix.isBackward
        ? "= row of dX: 1×\(matrix.count)"
        : "+ bias \(Decimals.text(matrix.bias, 4)) = outputs: 1×\(matrix.count)", &canvas,
      below.takeTop(1))
    strip(matrix.outputs, cursor: matrix.current, &canvas, below.takeTop(1))
    canvas.write(
      spelled(product(width: below.width), capabilities), x: below.x, y: below.y,
      limit: below.width, matrix.agreement.verdict.style)
  }

  /// The product of the kernel and the current patch, with its first numbers.
  private func product(width: Int) -> String {
    let pairs = zip(matrix.kernel, matrix.patches[matrix.current])
    let first = pairs.prefix(2).map {
      "\(Decimals.text($0, 3))·\($1.map { Decimals.text($0, 3) } ?? "0") + "
    }
    let bias = matrix.isBackward ? "" : " + \(Decimals.text(matrix.bias, 3))"
    let sums = (0...2).reversed().map { first.prefix($0).joined() + "…\(bias) = " }
    let short = matrix.agreement.text(digits: 5, isShort: true)
    return fitting([sums[0] + matrix.agreement.text(digits: 5)] + sums.map { $0 + short }, width)
  }

  private func heading(_ text: String, _ canvas: inout Canvas, _ rect: Rect) {
    canvas.write(text, x: rect.x, y: rect.y, limit: rect.width, .heading)
  }

  /// Numbers side by side in one row of the screen.
  private func strip(
    _ values: [Float], cursor: Int?, _ canvas: inout Canvas, _ rect: Rect
  ) {
    var map = Heatmap(
      rows: 1, columns: values.count, values: values, scale: HeatScale(fitting: values))
    map.zoom = Self.zoom
    map.cursor = cursor.map { CellPosition(row: 0, column: $0) }
    _ = map.draw(into: &canvas, in: rect, capabilities)
  }

  private func drawPatches(_ canvas: inout Canvas, _ rect: Rect) {
    let shown = matrix.patches
    var map = Heatmap(
      rows: matrix.kernel.count, columns: shown.count,
      scale: HeatScale(fitting: shown.joined().map { Float($0 ?? 0) })
    ) { row, column in Float(shown[column][row] ?? 0) }
    map.zoom = Self.zoom
    let layout = map.draw(into: &canvas, in: rect, capabilities)
    for row in layout.visible.rows {
      for column in layout.visible.columns where shown[column][row] == nil {
        guard let gap = layout.rect(of: CellPosition(row: row, column: column)) else { continue }
        canvas.fill(gap, with: Cell("·", .padding))
      }
    }
    let marked = layout.visible.rows.map { CellPosition(row: $0, column: matrix.current) }
    TapMarks(Set(marked), layout).draw(&canvas, capabilities)
    if capabilities.depth > .mono { highlight(layout, &canvas) }
  }

  /// The current patch under the cursor's color at its head.
  private func highlight(_ layout: HeatmapLayout, _ canvas: inout Canvas) {
    let top = CellPosition(row: layout.visible.rows.lowerBound, column: matrix.current)
    guard let place = layout.rect(of: top) else { return }
    for y in layout.extent.y..<layout.extent.maxY {
      canvas[place.x, y].character = "▌"
      canvas[place.x, y].style.foreground = .cursor
    }
  }
}
