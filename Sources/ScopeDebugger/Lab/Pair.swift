/// Two numbers, for rows and for columns.
public struct Pair: Hashable, Sendable {
  public var rows: Int
  public var columns: Int

  public init(_ rows: Int, _ columns: Int) { (self.rows, self.columns) = (rows, columns) }
  public init(both: Int) { self.init(both, both) }

  public static let one = Pair(both: 1)
  public var product: Int { rows * columns }
}

extension Pair: CustomStringConvertible {
  /// As it is explained: `5×5`.
  public var description: String { "\(rows)×\(columns)" }

  /// As it is typed: `2` for both, `2x1` else.
  public var plain: String { rows == columns ? "\(rows)" : "\(rows)x\(columns)" }
}
