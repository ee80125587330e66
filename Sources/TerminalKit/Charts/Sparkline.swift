/// Numbers as one line of bars ` ▁▂▃▄▅▆▇█`, or ` .:-=+*#` where the font lacks them.
///
/// Values are shown from 0 (or the smallest, where some are negative) to the largest; where there
/// are more values than columns, each column shows the largest of its values. Values that are not
/// finite are `N`.
public func sparkline(_ values: [Double], columns: Int, _ glyphs: Glyphs) -> String {
  let combined = combinedValues(values, columns)
  let finite = combined.filter(\.isFinite)
  let low = min(0, finite.min() ?? 0)
  let high = finite.max() ?? 0
  var scalars = String.UnicodeScalarView()
  for value in combined {
    let share = high > low ? value / (high - low) - low / (high - low) : 0
    scalars.append(value.isFinite ? bar(share, glyphs) : "N")
  }
  return String(scalars)
}

private func combinedValues(_ values: [Double], _ columns: Int) -> [Double] {
  guard columns > 0 else { return [] }
  guard values.count > columns else { return values }
  return (0..<columns).map { column in
    let part = values[column * values.count / columns..<(column + 1) * values.count / columns]
    return part.first { !$0.isFinite } ?? part.max() ?? 0
  }
}

/// A bar with a height in 0…1; only 0 is blank.
private func bar(_ share: Double, _ glyphs: Glyphs) -> Unicode.Scalar {
  let bars: [Unicode.Scalar] =
    glyphs.eighthBlocks
    ? [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : [" ", ".", ":", "-", "=", "+", "*", "#"]
  let index = Int((share * Double(bars.count - 1)).rounded())
  return bars[min(bars.count - 1, max(share > 0 ? 1 : 0, index))]
}

/// How many of the finite values fall into each of `bins` equal parts of a range; its upper end
/// belongs to the last part, values outside to none.
@inlinable
public func histogram(
  of values: some Sequence<Float>, bins: Int, in range: ClosedRange<Float>
) -> [Int] {
  guard bins > 0 else { return [] }
  var counts = Array(repeating: 0, count: bins)
  let low = Double(range.lowerBound)
  let span = Double(range.upperBound) - low
  for value in values where range.contains(value) {
    let share = span > 0 ? (Double(value) - low) / span : 0
    counts[min(bins - 1, Int(share * Double(bins)))] += 1
  }
  return counts
}
