/// For every cell of a new axis, the cells of the old one that make it, and their weights.
///
/// A cell before the first or behind the last stands for that one.
struct ResamplingTaps {
  /// A new cell: consecutive old ones, from `first` on, and a weight for each.
  struct Cell {
    var first: Int
    var weights: [Double]
  }

  /// The number of old cells.
  let count: Int
  private(set) var cells: [Cell]

  /// - Precondition: both extents are at least 1.
  init(_ rule: ResamplingMethod.Rule, from old: Int, to new: Int) {
    count = old
    let axis = Axis(old: old, new: new)
    cells =
      rule == .nearestCenter
      ? axis.centers.map { Cell(first: $0, weights: [1]) }
      : (0..<new).map { Self.trimmed(axis.cell($0, rule)) }
  }

  /// The same with integers, the weights times 2ᵇⁱᵗˢ, halves away from 0.
  func quantized(bits: Int, toEven: Bool = false) -> ResamplingTaps {
    var taps = self
    let rule = toEven ? FloatingPointRoundingRule.toNearestOrEven : .toNearestOrAwayFromZero
    let factor = Double(1 << bits)
    for cell in taps.cells.indices {
      taps.cells[cell].weights = cells[cell].weights.map { ($0 * factor).rounded(rule) }
    }
    return taps
  }

  /// The most bits with which every weight is a 16-bit integer, at most 22.
  var bitsOfShorts: Int {
    let largest = cells.flatMap(\.weights).max() ?? 1
    return (0..<22).first { (0.5 + largest * Double(1 << ($0 + 1))).rounded(.down) >= 32768 } ?? 22
  }

  /// The same with the weights of cells beyond an edge added to the edge's.
  var folded: ResamplingTaps {
    var taps = self
    for index in cells.indices {
      let cell = cells[index]
      let places = cell.weights.indices.map { min(max(cell.first + $0, 0), count - 1) }
      var weights = [Double](repeating: 0, count: places[places.count - 1] - places[0] + 1)
      for (place, weight) in zip(places, cell.weights) { weights[place - places[0]] += weight }
      taps.cells[index] = Cell(first: places[0], weights: weights)
    }
    return taps
  }

  /// Without weights of 0 at both ends, so that an infinite neighbor does no harm.
  private static func trimmed(_ cell: Cell) -> Cell {
    guard let first = cell.weights.firstIndex(where: { $0 != 0 }),
      let last = cell.weights.lastIndex(where: { $0 != 0 })
    else { return cell }
    return Cell(first: cell.first + first, weights: Array(cell.weights[first...last]))
  }
}

/// An axis of `old` cells that gets `new` ones.
private struct Axis {
  let old, new: Int

  private var scale: Double { Double(old) / Double(new) }
  /// As OpenCV computes it, which is the last bit away at times.
  private var inverted: Double { 1 / (Double(new) / Double(old)) }

  func cell(_ index: Int, _ rule: ResamplingMethod.Rule) -> ResamplingTaps.Cell {
    switch rule {
    case .nearest: place(index * old / new)
    case .nearestDivided: place(Int(Double(index) * inverted))
    case .nearestCenter: place(centers[index])
    case .interpolated(let filter, let corners, let isSingle):
      around(point(index, corners: corners, isSingle: isSingle), filter)
    case .antialiased(let filter): antialiased(index, filter)
    case .covered: covered(index)
    case .touched: touched(index)
    case .stepped: stepped(index)
    }
  }

  private func place(_ cell: Int) -> ResamplingTaps.Cell {
    ResamplingTaps.Cell(first: min(cell, old - 1), weights: [1])
  }

  /// The old cells in which the centers of the new ones lie.
  var centers: [Int] {
    var point = scale / 2
    return (0..<new).map { _ in
      defer { point += scale }
      return min(Int(point), old - 1)
    }
  }

  /// Where the center of a new cell lies, counted from the center of the first old one.
  private func point(_ index: Int, corners: Bool, isSingle: Bool) -> Double {
    if corners { return new > 1 ? Double(index * (old - 1)) / Double(new - 1) : 0 }
    guard isSingle else { return (Double(index) + 0.5) * scale - 0.5 }
    return Double(Float((Double(index) + 0.5) * inverted - 0.5))
  }

  private func around(_ point: Double, _ filter: ResamplingFilter) -> ResamplingTaps.Cell {
    let base = point.rounded(.down)
    let reach = Int(filter.support)
    let weights = (1 - reach...reach).map { filter.weight(base + Double($0) - point) }
    return normalized(Int(base) + 1 - reach, weights)
  }

  private func antialiased(_ index: Int, _ filter: ResamplingFilter) -> ResamplingTaps.Cell {
    let (center, stretch) = ((Double(index) + 0.5) * scale, max(1, scale))
    let reach = filter.support * stretch
    let first = max(0, Int((center - reach + 0.5).rounded(.towardZero)))
    let end = min(old, Int(center + reach + 0.5))
    let weights = (first..<max(first + 1, end)).map {
      filter.weight((Double($0) - center + 0.5) * (1 / stretch))
    }
    return normalized(first, weights)
  }

  /// Computed in units of 1 / `new` of an old cell, so that integer factors give exact weights.
  private func covered(_ index: Int) -> ResamplingTaps.Cell {
    let (begin, end) = (index * old, (index + 1) * old)
    let first = begin / new
    let last = min(old - 1, (end - 1) / new)
    let weights = (first...last).map {
      Double(min(end, ($0 + 1) * new) - max(begin, $0 * new)) / Double(old)
    }
    return ResamplingTaps.Cell(first: first, weights: weights)
  }

  private func touched(_ index: Int) -> ResamplingTaps.Cell {
    let (first, end) = (index * old / new, ((index + 1) * old + new - 1) / new)
    return ResamplingTaps.Cell(
      first: first, weights: .init(repeating: 1 / Double(end - first), count: end - first))
  }

  private func stepped(_ index: Int) -> ResamplingTaps.Cell {
    let first = Int((Double(index) * inverted).rounded(.down))
    let lead = Float(Double(index + 1) - Double(first + 1) * (Double(new) / Double(old)))
    let second = lead <= 0 ? 0 : Double(lead - lead.rounded(.down))
    return ResamplingTaps.Cell(first: first, weights: [1 - second, second])
  }

  private func normalized(_ first: Int, _ weights: [Double]) -> ResamplingTaps.Cell {
    let sum = weights.reduce(0, +)
    return ResamplingTaps.Cell(first: first, weights: sum == 0 ? weights : weights.map { $0 / sum })
  }
}
