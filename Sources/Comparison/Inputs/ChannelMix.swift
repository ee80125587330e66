import CNNModel

/// Channels that are weighted sums of the channels that were meant: gray, or another color space.
struct ChannelMix {
  /// By channel, the weights of all channels and the number that is added.
  private let weights: [[Double]]

  /// `nil` where the channels are no such sums.
  init?(_ meant: Tensor, _ found: Tensor) {
    let shape = meant.shape
    guard shape.rank == 4, (2...4).contains(shape[1]), shape[0] == 1,
      shape[2] * shape[3] >= 8 * shape[1]
    else { return nil }
    let (channels, size) = (shape[1], shape[2] * shape[3])
    func row(_ cell: Int) -> [Double] {
      (0..<channels).map { Double(meant[$0 * size + cell]) } + [1]
    }
    let bound = 1e-4 * Double(found.largest)
    var weights: [[Double]] = []
    for channel in 0..<channels {
      let targets = (0..<size).map { Double(found[channel * size + $0]) }
      guard let solution = LeastSquares.solve(rows: (0..<size).map(row), targets) else {
        return nil
      }
      let isExact = (0..<size).allSatisfy { cell in
        let sum = zip(row(cell), solution).reduce(0) { $0 + $1.0 * $1.1 }
        return (sum - targets[cell]).magnitude <= bound
      }
      guard isExact else { return nil }
      weights.append(solution)
    }
    self.weights = weights
  }

  /// Whether all channels are one sum but for a factor and a number that is added.
  private var isGray: Bool {
    let first = weights[0].dropLast()
    return weights.allSatisfy { row in
      let factor = row[0] / first[0]
      return zip(row.dropLast(), first).allSatisfy { ($0 - factor * $1).magnitude < 1e-2 }
    }
  }

  var cause: Cause {
    let list = weights.map { row in
      row.map(ChannelRelations.text).joined(separator: " ")
    }.joined(separator: "; ")
    return Cause(
      isGray ? "input-gray" : "input-color",
      isGray
        ? "the input here is gray: all its channels are one weighted sum of the reference's channels "
          + "(the weights were solved from both)"
        : "the channels here are weighted sums of the reference's channels, as in another color space "
          + "(the weights were solved from both)",
      parameters: [("weights", list)], proof: .solved, node: nil, rank: 20)
  }
}

/// A few unknowns by the method of least squares.
enum LeastSquares {
  /// The solution of the normal equations; `nil` where they have none.
  static func solve(rows: [[Double]], _ targets: [Double]) -> [Double]? {
    let count = rows.first?.count ?? 0
    var system = [[Double]](
      repeating: [Double](repeating: 0, count: count + 1), count: count)
    for (row, target) in zip(rows, targets) {
      for i in 0..<count {
        for j in 0..<count { system[i][j] += row[i] * row[j] }
        system[i][count] += row[i] * target
      }
    }
    return eliminated(system)
  }

  /// Gauss's elimination with the largest pivot.
  private static func eliminated(_ equations: [[Double]]) -> [Double]? {
    var system = equations
    let count = system.count
    for column in 0..<count {
      let pivot = (column..<count).max {
        system[$0][column].magnitude < system[$1][column].magnitude
      }
      guard let pivot, system[pivot][column].magnitude > 1e-9 else { return nil }
      system.swapAt(pivot, column)
      for row in 0..<count where row != column {
        let factor = system[row][column] / system[column][column]
        for place in column...count { system[row][place] -= factor * system[column][place] }
      }
    }
    return (0..<count).map { system[$0][count] / system[$0][$0] }
  }
}
