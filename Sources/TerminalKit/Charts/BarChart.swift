import NumberText

/// Named fractions as horizontal bars, one per row: `3 ██████████▌   0.93`.
public struct BarChart: Hashable, Sendable {
  /// One bar.
  public struct Bar: Hashable, Sendable {
    let label: String
    /// The length in 0…1; others are clamped, and NaN has no bar.
    let value: Double

    /// A bar with a label and a length.
    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }
  }

  private let bars: [Bar]
  /// The highlighted bar, such as the true class; it has `▶` before it.
  private let highlighted: Int?

  /// Bars, one of which may be highlighted.
  public init(_ bars: [Bar], highlighted: Int? = nil) {
    self.bars = bars
    self.highlighted = highlighted
  }

  /// Draws as many bars as there are rows.
  public func draw(into canvas: inout Canvas, in rect: Rect) {
    let labels = min(rect.width / 2, bars.map(\.label.columns).max() ?? 0)
    canvas.within(rect) { part in
      for (row, bar) in bars.prefix(rect.height).enumerated() {
        drawBar(bar, row, labels, row == highlighted, &part)
      }
    }
  }

  private func drawBar(
    _ bar: Bar, _ row: Int, _ labels: Int, _ isHighlighted: Bool, _ canvas: inout Canvas
  ) {
    let style = isHighlighted ? Style(.accent).bold : .plain
    canvas.write(isHighlighted ? "▶" : " ", x: 0, y: row, style)
    canvas.write(truncated(bar.label, to: labels).leftPadded(to: labels), x: 1, y: row, style)
    let room = canvas.size.columns - labels - 9
    let length = bar.value.isNaN ? 0 : min(1, max(0, bar.value)) * Double(max(0, room))
    let halves = Int((length * 2).rounded())
    let text = String(repeating: "█", count: halves / 2) + (halves % 2 == 1 ? "▌" : "")
    canvas.write(text, x: labels + 2, y: row, isHighlighted ? style : Style(.accent))
    canvas.write(
      Decimals.fitting(bar.value, significant: 3, width: 6), endingAt: canvas.size.columns, y: row,
      style)
  }
}
