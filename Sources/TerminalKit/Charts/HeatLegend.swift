import NumberText

extension HeatScale {
  /// Draws the scale with the numbers at its ends into one row: `-2.4 ████████ 2.4`; in monochrome
  /// it shows the ramp. Returns the column after it.
  ///
  /// In less space the strip is shorter; the numbers stay, because colors mean nothing without
  /// them.
  @discardableResult
  public func drawLegend(
    into canvas: inout Canvas, x: Int, y: Int, width: Int, _ capabilities: Capabilities
  ) -> Int {
    let (low, high) = ends
    let left = Decimals.fitting(low, significant: 2, width: 8)
    let right = Decimals.fitting(high, significant: 2, width: 8)
    let strip = min(20, max(0, width - left.count - right.count - 2))
    return canvas.within(Rect(x: x, y: y, width: width, height: 1)) {
      var column = $0.write(left + " ", x: 0, y: 0, .dim)
      for step in 0..<strip {
        $0[column, 0] = legendCell(Float(step) / Float(max(1, strip - 1)), capabilities)
        column += 1
      }
      return x + $0.write(strip > 0 ? " " + right : right, x: column, y: 0, .dim)
    }
  }

  /// The numbers at both ends.
  package var ends: (low: Float, high: Float) {
    switch self {
    case .sequential(let low, let high): (low, high)
    case .diverging(let limit): (-limit, limit)
    }
  }

  private func legendCell(_ share: Float, _ capabilities: Capabilities) -> Cell {
    let paint: Paint =
      switch self {
      case .sequential: .sequential(level: share)
      case .diverging: .diverging(level: 2 * share - 1)
      }
    guard capabilities.depth > .mono else {
      return Cell(paint.rampCharacter, Style(attributes: paint.isNegative ? .underline : []))
    }
    return Cell(
      capabilities.stacksHeat ? " " : paint.rampCharacter, Style(background: paint))
  }
}
