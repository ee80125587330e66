/// A normalization by a formula: the numbers of every cell, in double precision.
struct NormalizationRun {
  let formula: NormalizationFormula
  let epsilon: Double
  let x: [Double]
  /// For every cell, the offset of its scale and shift.
  let places: [Int]
  let scales: [Double]
  let shifts: [Double]
  /// Whether mean and variance come from the input.
  let usesInput: Bool
  let meanGroups: CellPartition
  let varianceGroups: CellPartition
  /// By cell, the mean that is subtracted.
  let means: [Double]
  /// By cell, what the squares of its variance are taken about.
  let centers: [Double]
  /// By cell, the variance.
  let variances: [Double]

  /// - Parameter pass: with the parameters and the statistics of the layer.
  init(_ layer: any NormalizationPasses, _ pass: ForwardPass, _ formula: NormalizationFormula) {
    let shape = pass.input.shape
    (self.formula, epsilon) = (formula, layer.epsilon)
    x = pass.input.elements.map(Double.init)
    places = layer.scaleOffsets(of: shape)
    scales = pass.parameters[0].elements.map(Double.init)
    shifts =
      pass.parameters.count > 1
      ? pass.parameters[1].elements.map(Double.init)
      : [Double](repeating: 0, count: scales.count)
    let hasRunning = pass.statistics.count == 2
    usesInput =
      !hasRunning || layer.usesInput(pass.context) != formula.exchangesStatistics
    meanGroups = CellPartition(formula.meanCells.groups(layer, shape))
    varianceGroups = CellPartition(formula.varianceCells.groups(layer, shape))
    if usesInput {
      let sums = varianceGroups.means(x)
      centers = formula.isAboutZero ? x.map { _ in 0 } : sums
      means = formula.takesOffMean ? meanGroups.means(x) : x.map { _ in 0 }
      let squares = varianceGroups.sums(zip(x, centers).map { ($0 - $1) * ($0 - $1) })
      variances = zip(squares, varianceGroups.counts).map { $0 / formula.divisor($1) }
    } else {
      let running = pass.statistics.map { statistic in
        layer.scaleOffsets(of: shape).map { Double(statistic[$0]) }
      }
      (means, centers) = (formula.takesOffMean ? running[0] : x.map { _ in 0 }, running[0])
      variances = running[1]
    }
  }

  func deviation(_ cell: Int) -> Double { formula.deviation.value(variances[cell], epsilon) }

  func normal(_ cell: Int) -> Double { (x[cell] - means[cell]) / deviation(cell) }

  func scale(_ cell: Int) -> Double { scales[places[cell]] }

  func shift(_ cell: Int) -> Double { shifts[places[cell]] }
}

extension NormalizationRun {
  /// The outputs.
  func outputs() -> [Float] {
    x.indices.map { Float(formula.affine.value(normal($0), scale($0), shift($0))) }
  }

  /// The gradients of the formula by the input, the scale and the shift.
  func gradients(_ gy: Tensor) -> (input: [Float], scale: [Float], shift: [Float]) {
    let slopes = x.indices.map { formula.affine.slopes(normal($0), scale($0), shift($0)) }
    let direct = x.indices.map { Double(gy[$0]) * slopes[$0].normal / deviation($0) }
    let input = zip(direct, paths(direct)).map { Float($0 - $1) }
    let byScale = x.indices.map { Double(gy[$0]) * slopes[$0].scale }
    let byShift = x.indices.map { Double(gy[$0]) * slopes[$0].shift }
    return (input, summed(byScale), summed(byShift))
  }

  /// What the paths through mean and variance take off from the gradients of the cells.
  private func paths(_ direct: [Double]) -> [Double] {
    guard usesInput else { return direct.map { _ in 0 } }
    let mean = formula.takesOffMean ? meanGroups.means(direct) : direct.map { _ in 0 }
    let along = varianceGroups.sums(direct.indices.map { direct[$0] * normal($0) })
    return direct.indices.map { cell in
      let slope = formula.deviation.slope(variances[cell], epsilon)
      let distance = 2 * (x[cell] - centers[cell]) / formula.divisor(varianceGroups.counts[cell])
      return mean[cell] + along[cell] * slope * distance
    }
  }

  /// The sums of numbers of cells by the parameter of the cells.
  func summed(_ numbers: [Double]) -> [Float] {
    var sums = [Double](repeating: 0, count: scales.count)
    for (cell, number) in numbers.enumerated() { sums[places[cell]] += number }
    return sums.map(Float.init)
  }
}

extension NormalizationFormula {
  /// What the sum of the squares of so many cells is divided by.
  func divisor(_ cells: Double) -> Double {
    switch count {
    case .cells: cells
    case .oneLess: max(1, cells - 1)
    case .one: 1
    }
  }
}

/// Cells in groups.
struct CellPartition {
  private let group: [Int]
  private let groups: Int
  /// By cell, the number of the cells of its group.
  let counts: [Double]

  /// - Parameter group: by cell, the number of its group.
  init(_ group: [Int]) {
    self.group = group
    groups = (group.max() ?? -1) + 1
    var sizes = [Double](repeating: 0, count: groups)
    for one in group { sizes[one] += 1 }
    counts = group.map { sizes[$0] }
  }

  /// By cell, the sum over its group.
  func sums(_ numbers: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: groups)
    for (cell, number) in numbers.enumerated() { sums[group[cell]] += number }
    return group.map { sums[$0] }
  }

  /// By cell, the mean over its group.
  func means(_ numbers: [Double]) -> [Double] { zip(sums(numbers), counts).map { $0 / $1 } }
}
