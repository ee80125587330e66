/// Two numbers, for rows and for columns.
package struct Pair: Hashable, Sendable {
  package var rows: Int
  package var columns: Int

  package init(_ rows: Int, _ columns: Int) { (self.rows, self.columns) = (rows, columns) }
  package init(both: Int) { self.init(both, both) }

  package static let one = Pair(both: 1)
  package var product: Int { rows * columns }
}

extension Pair: CustomStringConvertible {
  /// As it is explained: `5×5`.
  package var description: String { "\(rows)×\(columns)" }

  /// As it is typed: `2` for both, `2x1` else.
  package var plain: String { rows == columns ? "\(rows)" : "\(rows)x\(columns)" }
}
