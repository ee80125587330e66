extension MaxPool: CellReduction {
  var cellFunction: CellFunction { .maximum }
}

extension AveragePool: CellReduction {
  var cellFunction: CellFunction {
    divisor.map(CellFunction.sum(dividedBy:)) ?? (countsPadding ? .meanWithPadding : .mean)
  }
}

extension LpPool: CellReduction {
  var cellFunction: CellFunction { .norm(order) }
}

extension CellReduction where Self: WindowLayer {
  func cellGroups(for inputs: [Shape]) -> CellGroups {
    let window = rule.checkedWindow(over: inputs[0])
    return CellGroups(window, paddedAs: window, image: inputs[0])
  }

  var groupWord: String { "window" }
}

extension GlobalAveragePool: CellReduction {
  var cellFunction: CellFunction { .mean }
}

extension GlobalMaxPool: CellReduction {
  var cellFunction: CellFunction { .maximum }
}

extension CellReduction {
  /// All cells of each channel.
  func cellGroups(for inputs: [Shape]) -> CellGroups {
    let extents = Array(inputs[0].extents.dropFirst(2))
    let plane = extents.reduce(1, *)
    return CellGroups(
      planes: inputs[0][0] * inputs[0][1], plane: plane, taps: [Array(0..<plane)],
      extents: extents)
  }

  var groupWord: String { "channel" }
}

extension Reduction: CellReduction {
  func cellGroups(for inputs: [Shape]) -> CellGroups {
    let reduced = reduced(inputs[0])
    return CellGroups(
      planes: 1, plane: inputs[0].count, taps: reduced.groups,
      extents: reduced.axes.sorted().map { inputs[0][$0] })
  }

  var groupWord: String { "group" }

  var cellFunction: CellFunction {
    switch operation {
    case .sum: .sum
    case .mean: .mean
    case .maximum: .maximum
    case .minimum: .minimum
    case .product: .product
    case .sumOfSquares: .sumOfSquares
    case .l1: .norm(1)
    case .l2: .norm(2)
    case .logSum: .logSum
    case .logSumExp: .logSumExp
    }
  }
}
