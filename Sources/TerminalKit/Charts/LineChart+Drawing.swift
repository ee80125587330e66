import NumberText

extension LineChart {
  /// Draws the chart into a rectangle and returns where it is.
  @discardableResult
  public func draw(
    into canvas: inout Canvas, in rect: Rect, _ capabilities: Capabilities
  ) -> ChartLayout {
    let layout = layout(in: rect)
    drawLabels(into: &canvas, rect, layout)
    var dots = DotGrid(layout.plot.size, DotGrid.Form(capabilities.glyphs))
    for (index, curve) in series.enumerated() where curve.marker == nil {
      plot(curve, index, layout, &dots)
    }
    drawEvents(into: &canvas, layout)
    canvas.within(layout.plot) { dots.draw(into: &$0, styles: series.map(\.style)) }
    for (index, curve) in series.enumerated() { drawMarkers(curve, index, layout, &canvas) }
    drawMarks(into: &canvas, layout)
    drawCursor(into: &canvas, layout)
    return layout
  }

  private func height(_ point: ChartSeries.Point) -> Double {
    isLogarithmic ? binaryLogarithm(point.y) : point.y
  }

  /// Joins neighbors by lines; a gap where a point cannot be shown stays a gap.
  private func plot(
    _ curve: ChartSeries, _ index: Int, _ layout: ChartLayout, _ dots: inout DotGrid
  ) {
    var last: (x: Int, y: Int)?
    for point in curve.points {
      guard canShow(point), let x = layout.x.index(of: point.x, among: dots.columns),
        let up = layout.y.index(of: height(point), among: dots.rows)
      else {
        last = nil
        continue
      }
      let place = (x: x, y: dots.rows - 1 - up)
      dots.line(from: last ?? place, to: place, series: index)
      last = place
    }
  }

  private func drawMarkers(
    _ curve: ChartSeries, _ index: Int, _ layout: ChartLayout, _ canvas: inout Canvas
  ) {
    guard let marker = curve.marker else { return }
    for point in curve.points where canShow(point) {
      guard let column = layout.column(ofX: point.x),
        let up = layout.y.index(of: height(point), among: layout.plot.height)
      else { continue }
      canvas[column, layout.plot.maxY - 1 - up] = Cell(
        marker, curve.style ?? Style(foreground: .series(UInt8(index % 256))))
    }
  }

  private func drawEvents(into canvas: inout Canvas, _ layout: ChartLayout) {
    for event in events {
      guard let column = layout.column(ofX: event) else { continue }
      for y in layout.plot.y..<layout.plot.maxY {
        canvas[column, y] = Cell("┊", Style(.padding))
      }
    }
  }

  private func drawLabels(into canvas: inout Canvas, _ rect: Rect, _ layout: ChartLayout) {
    let plot = layout.plot
    if plot.x > rect.x, plot.height > 0 {
      label(layout.y.high, rect, plot.y, &canvas)
      if plot.height > 1 { label(layout.y.low, rect, plot.maxY - 1, &canvas) }
      if plot.height > 4 {
        label((layout.y.low + layout.y.high) / 2, rect, plot.y + plot.height / 2, &canvas)
      }
    }
    guard layout.foot.width > 0 else { return }
    let left = Decimals.fitting(layout.x.low, significant: 4, width: 8)
    let right = Decimals.fitting(layout.x.high, significant: 4, width: 8)
    canvas.write(left, x: plot.x, y: layout.foot.y, .dim)
    if plot.width > left.count + right.count {
      canvas.write(right, endingAt: plot.maxX, y: layout.foot.y, .dim)
    }
  }

  private func label(_ value: Double, _ rect: Rect, _ y: Int, _ canvas: inout Canvas) {
    let number = isLogarithmic ? binaryPower(value) : value
    let text = Decimals.fitting(number, significant: 3, width: ChartLayout.labelColumns)
    canvas.write(text, endingAt: rect.x + ChartLayout.labelColumns, y: y, .dim)
  }

  private func drawMarks(into canvas: inout Canvas, _ layout: ChartLayout) {
    guard layout.plot.height > 0 else { return }
    for point in series.flatMap(\.points) where !canShow(point) {
      guard let column = layout.column(ofX: point.x) else { continue }
      canvas[column, layout.plot.maxY - 1] = Cell("N", .error)
    }
  }

  private func drawCursor(into canvas: inout Canvas, _ layout: ChartLayout) {
    guard let cursor, let column = layout.column(ofX: cursor) else { return }
    for y in layout.plot.y..<layout.plot.maxY {
      if canvas[column, y].character == " " {
        canvas[column, y] = Cell("│", Style(.mark))
      } else {
        canvas[column, y].style = .cursor
      }
    }
  }
}

/// 2 to a power, accurate enough for a label.
package func binaryPower(_ exponent: Double) -> Double {
  let whole = exponent.rounded(.down)
  let rest = (exponent - whole) * 0.693_147_180_559_945_3
  var term = 1.0
  var sum = 1.0
  for index in stride(from: 1.0, through: 16, by: 1) {
    term *= rest / index
    sum += term
  }
  guard whole > -1022, whole < 1023 else { return whole > 0 ? .infinity : 0 }
  return Double(sign: .plus, exponent: Int(whole), significand: 1) * sum
}
