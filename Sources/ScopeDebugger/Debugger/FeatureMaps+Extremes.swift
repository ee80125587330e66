extension FeatureMaps {
  /// A number of a map, and where it stands.
  package struct Cell: Hashable, Sendable {
    package let row: Int
    package let column: Int
    package let value: Float
  }
}

extension FeatureMaps.Map {
  /// The largest and the smallest finite number, the first of several; `nil` where there is none.
  package var extremes: (largest: FeatureMaps.Cell, smallest: FeatureMaps.Cell)? {
    let values = values
    let finite = values.indices.filter { values[$0].isFinite }
    guard let high = finite.max(by: { values[$0] < values[$1] }),
      let low = finite.min(by: { values[$0] < values[$1] })
    else { return nil }
    return (cell(high, values), cell(low, values))
  }

  /// The number in a row and a column.
  package func cell(row: Int, column: Int) -> FeatureMaps.Cell {
    FeatureMaps.Cell(row: row, column: column, value: self[row, column])
  }

  private func cell(_ index: Int, _ values: [Float]) -> FeatureMaps.Cell {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    return FeatureMaps.Cell(row: row, column: column, value: values[index])
  }
}
