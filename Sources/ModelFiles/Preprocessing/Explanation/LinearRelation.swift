/// `theirs = slope · ours + offset` between two lists of numbers.
struct LinearRelation: Hashable, Sendable {
  var slope: Double
  var offset: Double

  /// The relation with the least squares of the differences; `nil` where all of ours are equal.
  init?(_ ours: [Float], _ theirs: [Float], where isUsed: (Int) -> Bool = { _ in true }) {
    var (count, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    let (middle, level) = (Double(ours.first ?? 0), Double(theirs.first ?? 0))
    for index in ours.indices where isUsed(index) {
      let (a, b) = (Double(ours[index]) - middle, Double(theirs[index]) - level)
      (count, x, y, xx, xy) = (count + 1, x + a, y + b, xx + a * a, xy + a * b)
    }
    let spread = xx - x * x / max(1, count)
    guard count > 1, spread > 1e-9 * max(1, xx) else { return nil }
    slope = (xy - x * y / count) / spread
    guard slope != 0, slope.isFinite else { return nil }
    offset = level + y / count - slope * (x / count + middle)
  }

  init(slope: Double, offset: Double) { (self.slope, self.offset) = (slope, offset) }

  /// As ``init(_:_:where:)``, once more without the numbers that are far off, so that a part which
  /// was painted over does not matter.
  static func robust(_ ours: [Float], _ theirs: [Float]) -> LinearRelation? {
    guard let first = LinearRelation(ours, theirs) else { return nil }
    let errors = first.errors(ours, theirs)
    let median = errors.sorted()[errors.count / 2]
    guard let worst = errors.max(), worst > 0.05, worst > 3 * median else { return first }
    return LinearRelation(ours, theirs, where: { errors[$0] <= 3 * median }) ?? first
  }

  /// How far each number is off, in units of ours.
  func errors(_ ours: [Float], _ theirs: [Float]) -> [Double] {
    zip(ours, theirs).map { abs((Double($1) - offset) / slope - Double($0)) }
  }

  /// The share of the squares of `theirs` that no linear combination of planes explains: 0 where
  /// they follow from them, 1 where they have nothing to do with each other.
  static func unexplained(_ theirs: [Float], by planes: [[Float]]) -> Double {
    let centered = (planes + [theirs]).map(Self.centered)
    let size = planes.count
    var matrix = (0..<size).map { row in
      (0...size).map { zip(centered[row], centered[$0]).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let total = centered[size].reduce(0) { $0 + $1 * $1 }
    guard total > 0 else { return 1 }
    var explained = 0.0
    for pivot in 0..<size {
      guard matrix[pivot][pivot] > 1e-6 else { continue }
      explained += matrix[pivot][size] * matrix[pivot][size] / matrix[pivot][pivot]
      for row in pivot + 1..<max(pivot + 1, size) {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in 0...size { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    return max(0, 1 - explained / total)
  }

  private static func centered(_ numbers: [Float]) -> [Double] {
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / Double(max(1, numbers.count))
    return numbers.map { Double($0) - mean }
  }
}
