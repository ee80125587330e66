import CNNModel
import ScopeDebugger
import TerminalKit

/// The maps of an array side by side: of kernels `[out, in, rows, columns]` a row for each output
/// and a column for each input, of three inputs in color one picture for each output; everything
/// else as its maps.
struct KernelGrid {
  private let tensor: Tensor
  private let scale: HeatScale
  private let first: Int
  private let selected: Int?
  private let cursor: CellPosition?

  /// - Parameters:
  ///   - first: the output with which the picture begins.
  ///   - selected: the kernel that is among those which are seen, wherever the picture begins;
  ///     counted through the inputs of the first output, then the second.
  ///   - cursor: its cell under the cursor.
  /// - Precondition: the array has numbers.
  init(
    _ tensor: Tensor, scale: HeatScale, first: Int = 0, selected: Int? = nil,
    cursor: CellPosition? = nil
  ) {
    (self.tensor, self.scale, self.first) = (tensor, scale, first)
    (self.selected, self.cursor) = (selected, cursor)
  }

  /// Whether kernels of this shape read red, green and blue.
  static func isColor(_ shape: Shape) -> Bool {
    shape.rank == 4 && shape[1] == 3 && shape[2] * shape[3] > 1
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities) {
    guard rect.width > 0, rect.height > 0 else { return }
    let maps = FeatureMaps(tensor, .parameter(0))
    guard tensor.shape.rank == 4 else { return drawMaps(maps, &canvas, rect, capabilities) }
    if Self.isColor(tensor.shape), capabilities.depth > .mono {
      return drawColors(&canvas, rect, capabilities)
    }
    drawKernels(maps, &canvas, rect, capabilities)
  }

  private func drawKernels(
    _ maps: FeatureMaps, _ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities
  ) {
    let (outputs, inputs) = (tensor.shape[0], tensor.shape[1])
    let tile = tile(rect, capabilities, across: inputs)
    let label = "\(outputs - 1)".count + 1
    let columns = max(1, (rect.width - label + 1) / (tile.size.columns + 1))
    let rows = max(1, (rect.height - 1) / tile.size.rows)
    let top = selected.map { start($0 / inputs, rows, of: outputs) } ?? first
    let left = selected.map { start($0 % inputs, columns, of: inputs) } ?? 0
    for column in 0..<min(inputs, columns) {
      canvas.write(
        "\(left + column)", x: rect.x + label + column * (tile.size.columns + 1), y: rect.y,
        limit: tile.size.columns, style(left + column == selected.map { $0 % inputs }))
    }
    for row in 0..<min(rows, outputs - top) {
      let y = rect.y + 1 + row * tile.size.rows
      let isSelected = top + row == selected.map { $0 / inputs }
      canvas.write("\(top + row)", x: rect.x, y: y, style(isSelected))
      for column in 0..<min(inputs, columns) {
        let place = Rect(
          x: rect.x + label + column * (tile.size.columns + 1), y: y, width: tile.size.columns,
          height: tile.size.rows
        ).intersection(rect)
        let index = (top + row) * inputs + left + column
        draw(
          maps[index], tile.zoom, &canvas, place, capabilities,
          cursor: index == selected ? cursor : nil)
      }
    }
  }

  private func style(_ isSelected: Bool) -> Style { isSelected ? .selection : .dim }

  /// Where so many of a row begin, so that one is among them.
  private func start(_ index: Int, _ room: Int, of count: Int) -> Int {
    min(max(0, index - room / 2), max(0, count - room))
  }

  private func drawMaps(
    _ maps: FeatureMaps, _ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities
  ) {
    if maps.count > 1, let grid = MapGrid(maps, rect, zoom: nil, capabilities) {
      for (index, place) in grid.tiles(around: 0) {
        canvas.write(maps[index].title, x: place.x, y: place.y, limit: place.width, .dim)
        let inside = Rect(
          x: place.x, y: place.y + 1, width: place.width, height: place.height - 1)
        draw(maps[index], grid.zoom, &canvas, inside, capabilities)
      }
    } else {
      draw(maps[0], nil, &canvas, rect, capabilities)
    }
  }

  private func draw(
    _ map: FeatureMaps.Map, _ zoom: Int?, _ canvas: inout Canvas, _ rect: Rect,
    _ capabilities: Capabilities, cursor: CellPosition? = nil
  ) {
    var heatmap = Heatmap(rows: map.rows, columns: map.columns, values: map.values, scale: scale)
    (heatmap.zoom, heatmap.overflow, heatmap.cursor) = (zoom, .shrink, cursor)
    heatmap.draw(into: &canvas, in: rect, capabilities)
  }

  /// The largest zoom with which a row of kernels still fits, or 1.
  private func tile(
    _ rect: Rect, _ capabilities: Capabilities, across: Int
  ) -> (zoom: Int, size: Size) {
    let (height, width) = (tensor.shape[2], tensor.shape[3])
    func size(_ zoom: Int) -> Size {
      Size(columns: width * zoom, rows: capabilities.heatRows(height, zoom: zoom))
    }
    let zoom = [4, 2].first {
      let size = size($0)
      return across * (size.columns + 1) + 4 <= rect.width && 2 * size.rows < rect.height
    }
    return (zoom ?? 1, size(zoom ?? 1))
  }

  /// One picture for each output, its inputs as red, green and blue.
  private func drawColors(
    _ canvas: inout Canvas, _ rect: Rect, _ capabilities: Capabilities
  ) {
    let (outputs, height, width) = (tensor.shape[0], tensor.shape[2], tensor.shape[3])
    let tile = tile(rect, capabilities, across: 4)
    let across = max(1, (rect.width + 1) / (tile.size.columns + 1))
    let down = max(1, (rect.height + 1) / (tile.size.rows + 1))
    let first = selected.map { start($0 / 3, across * down, of: outputs) } ?? first
    for place in 0..<min(across * down, outputs - first) {
      let (row, column) = place.quotientAndRemainder(dividingBy: across)
      let origin = (
        x: rect.x + column * (tile.size.columns + 1), y: rect.y + row * (tile.size.rows + 1)
      )
      for y in 0..<tile.size.rows where origin.y + y < rect.maxY {
        for x in 0..<tile.size.columns where origin.x + x < rect.maxX {
          let cells = [2 * y, 2 * y + 1].map { half -> Paint? in
            let line = capabilities.stacksHeat ? half / tile.zoom : y / max(1, tile.zoom / 2)
            return line < height ? color(first + place, line, x / tile.zoom, width) : nil
          }
          canvas[origin.x + x, origin.y + y] = Cell(
            "▀", Style(foreground: cells[0], background: cells[1]))
        }
      }
    }
  }

  /// The smallest number of all is dark, the largest bright.
  private func color(_ output: Int, _ row: Int, _ column: Int, _ width: Int) -> Paint? {
    guard column < width else { return nil }
    let shares = (0..<3).map { channel -> UInt8 in
      let number = tensor[[output, channel, row, column]]
      switch scale {
      case .sequential(let low, let high):
        return Paint.share(high > low ? (number - low) / (high - low) : 0)
      case .diverging(let limit): return Paint.share(limit > 0 ? number / limit / 2 + 0.5 : 0.5)
      }
    }
    return .rgb(shares[0], shares[1], shares[2])
  }
}
