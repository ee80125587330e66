import CNNModel
import KernelInterface

/// The tables of a ``Pool``: windows for every kind of row, of which there are few however many
/// rows there are.
struct PoolTables {
  private(set) var rows: [PoolRow] = []
  private(set) var windows: [PoolWindow] = []
  private(set) var cells: [Int32] = []
  private let columns: [[Int]]
  private let columnCounts: [Int]
  private let shares: WindowShares?
  /// Floats from one row of cells to the next, and from one cell to the next.
  private let strides: (row: Int, cell: Int)

  /// What the windows of a row have in common.
  private struct Kind: Hashable {
    /// The rows of cells that they read, from the first one.
    let cells: [Int]
    /// How many of them count.
    let count: Int
  }

  init(_ window: SpatialWindow, _ shares: WindowShares?, samples: Int) {
    columns = window.columns.sourceLists
    columnCounts = shares?.counts[1] ?? []
    self.shares = shares
    strides = (window.columns.extent * samples, samples)
    var known: [Kind: Int] = [:]
    for (output, lines) in window.rows.sourceLists.enumerated() {
      let first = lines.first ?? 0
      let kind = Kind(cells: lines.map { $0 - first }, count: shares?.counts[0][output] ?? 0)
      var row = PoolRow()
      row.source = Int32(first * strides.row)
      row.firstWindow = Int32(known[kind] ?? windows.count)
      if known.updateValue(Int(row.firstWindow), forKey: kind) == nil { append(kind) }
      rows.append(row)
    }
  }

  /// Adds the windows of a kind of row.
  private mutating func append(_ kind: Kind) {
    for (column, columnCells) in columns.enumerated() {
      var entry = PoolWindow()
      entry.firstCell = Int32(cells.count)
      entry.cellCount = Int32(kind.cells.count * columnCells.count)
      entry.scale = shares?.share(kind.count, columnCounts[column]) ?? 0
      for line in kind.cells {
        for cell in columnCells { cells.append(Int32(line * strides.row + cell * strides.cell)) }
      }
      windows.append(entry)
    }
  }
}

extension AxisWindow {
  /// By output, the cells inside of the image that it reads.
  fileprivate var sourceLists: [[Int]] {
    (0..<outputs).map { output in
      (0..<kernel).compactMap { source(output: output, tap: $0) }
    }
  }
}
