extension Heatmap {
  /// The cells of a layout as a picture in which all numbers are seen, combined or not.
  func picture(_ layout: HeatmapLayout) -> CellPicture? {
    let extent = layout.extent
    guard !extent.isEmpty else { return nil }
    let (block, shown) = (layout.block, layout.visible)
    let whole = HeatmapLayout(
      rect: layout.rect, rows: rows, columns: columns, zoom: layout.zoom, block: 1,
      origin: layout.origin, halfRows: layout.halfRows)
    let across = (shown.columns.count + block - 1) / block
    let down = (shown.rows.count + block - 1) / block
    // The lower half of the last row of the screen may be free.
    let isHalf = down * layout.cellHalves % 2 == 1
    let size = (rows: (down + (isHalf ? 1 : 0)) * block, columns: across * block)
    let paints = (0..<size.rows * size.columns).map { place -> Paint? in
      let cell = CellPosition(
        row: layout.origin.row + place / size.columns,
        column: layout.origin.column + place % size.columns)
      return shown.contains(cell) ? paint(cell, whole) : nil
    }
    return CellPicture(extent, rows: size.rows, columns: size.columns, paints: paints)
  }
}
