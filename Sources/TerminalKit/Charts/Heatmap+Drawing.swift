extension Heatmap {
  /// Draws the map into a rectangle and returns where its cells are.
  @discardableResult
  public func draw(
    into canvas: inout Canvas, in rect: Rect, _ capabilities: Capabilities
  ) -> HeatmapLayout {
    let layout = layout(in: rect, capabilities)
    let area = layout.extent
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { canvas[x, y] = screenCell(x, y, layout, capabilities) }
    }
    if capabilities.hasPictures, let picture = picture(layout) { canvas.add(picture) }
    if let cursor, let place = layout.rect(of: cursor) {
      drawCursor(into: &canvas, place, capabilities)
    }
    return layout
  }

  /// What one screen cell shows: the map cell in its upper half over the one in its lower half.
  private func screenCell(
    _ x: Int, _ y: Int, _ layout: HeatmapLayout, _ capabilities: Capabilities
  ) -> Cell {
    let half = (y - layout.rect.y) * 2
    let upper = layout.cell(atX: x, half: half)
    guard layout.halfRows else {
      let first = upper.map {
        (x - layout.rect.x) % layout.zoom == 0 && layout.rect(of: $0)?.y == y
      }
      return wholeCell(upper, first: first ?? false, layout, capabilities)
    }
    let lower = layout.cell(atX: x, half: half + 1)
    if upper == lower {
      let first = upper.map { layout.rect(of: $0).map { $0.x == x && $0.y == y } ?? false }
      return wholeCell(upper, first: first ?? false, layout, capabilities)
    }
    return stacked(upper, lower, layout)
  }

  private func heat(_ cell: CellPosition, _ layout: HeatmapLayout) -> Heat {
    scale.heat(of: drawnValue(cell, block: layout.block))
  }

  /// The color of a map cell: the cursor's at the cursor where a cell is too small for more.
  func paint(_ cell: CellPosition?, _ layout: HeatmapLayout) -> Paint? {
    guard let cell, !isPadding(cell) || holdsCursor(cell, layout) else { return nil }
    if layout.zoom == 1, holdsCursor(cell, layout) { return .cursor }
    return focused(heat(cell, layout).paint, cell)
  }

  private func isPadding(_ cell: CellPosition) -> Bool {
    content.map { !$0.contains(cell) } ?? false
  }

  private func holdsCursor(_ cell: CellPosition, _ layout: HeatmapLayout) -> Bool {
    guard let cursor else { return false }
    return (cell.row..<cell.row + layout.block).contains(cursor.row)
      && (cell.column..<cell.column + layout.block).contains(cursor.column)
  }

  private func focused(_ paint: Paint, _ cell: CellPosition) -> Paint {
    guard focus.map({ $0.contains(cell) }) ?? true else { return paint.withoutHue }
    return underlay.map { paint.over(gray: $0[cell.row * columns + cell.column]) } ?? paint
  }

  private func stacked(
    _ upper: CellPosition?, _ lower: CellPosition?, _ layout: HeatmapLayout
  ) -> Cell {
    let (top, bottom) = (paint(upper, layout), paint(lower, layout))
    guard top != nil || bottom != nil else { return Cell("·", .padding) }
    for cell in [upper, lower].compactMap({ $0 })
    where !holdsCursor(cell, layout) && !isPadding(cell) {
      let heat = heat(cell, layout)
      if let glyph = heat.glyph {
        let other = cell == upper ? lower : upper
        let ground = heat.isFinite ? heat.paint : paint(other, layout)
        return Cell(
          glyph,
          Style(
            .error, foreground: heat.isFinite ? nil : .alarm,
            background: ground == .alarm ? .sequential(0) : ground))
      }
    }
    return top == nil
      ? Cell("▄", Style(foreground: bottom)) : Cell("▀", Style(foreground: top, background: bottom))
  }

  /// A screen cell within one map cell; `first` is the one in its upper left corner.
  private func wholeCell(
    _ cell: CellPosition?, first: Bool, _ layout: HeatmapLayout, _ capabilities: Capabilities
  ) -> Cell {
    guard let cell else { return .blank }
    if isPadding(cell) { return Cell("·", .padding) }
    let heat = heat(cell, layout)
    guard capabilities.depth > .mono else { return rampCell(heat, cell, first, layout) }
    let paint = focused(heat.paint, cell)
    guard let glyph = heat.glyph, first || !heat.isFinite else {
      let tooSmall = layout.zoom == 1 && holdsCursor(cell, layout)
      let character = layout.halfRows ? " " : heat.paint.rampCharacter
      return Cell(character, Style(background: tooSmall ? .cursor : paint))
    }
    return Cell(glyph, Style(heat.isFinite ? .plain : .error, background: paint))
  }

  private func rampCell(
    _ heat: Heat, _ cell: CellPosition, _ first: Bool, _ layout: HeatmapLayout
  ) -> Cell {
    if let glyph = heat.glyph, first || !heat.isFinite {
      return Cell(glyph, Style(heat.isFinite ? .plain : .error))
    }
    let ramp = heat.paint.rampCharacter
    let negative = heat.paint.isNegative && ramp != " "
    var style = Style(attributes: negative ? .underline : [])
    if let focus { style.attributes.formUnion(focus.contains(cell) ? .bold : .dim) }
    return Cell(negative && first && layout.zoom > 1 ? "-" : ramp, style)
  }

  /// Marks the cell under the cursor; where it has room its color stays to be seen.
  private func drawCursor(into canvas: inout Canvas, _ place: Rect, _ capabilities: Capabilities) {
    guard capabilities.depth > .mono else { return canvas.restyle(place, .cursor) }
    guard place.width > 1 else { return }
    for (x, bracket) in [(place.x, "["), (place.maxX - 1, "]")] as [(Int, Unicode.Scalar)] {
      for y in place.y..<place.maxY {
        canvas[x, y].character = bracket
        canvas[x, y].style.foreground = .cursor
        canvas[x, y].style.attributes.insert(.bold)
      }
    }
  }
}
