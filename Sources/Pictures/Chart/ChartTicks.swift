import TerminalKit

/// Round numbers on an axis.
struct ChartTicks {
  let values: [Double]

  /// About so many multiples of 1, 2 or 5 times a power of ten.
  init(from low: Double, to high: Double, about count: Int, isWhole: Bool = false) {
    let raw = (high - low) / Double(max(1, count))
    guard raw.isFinite, raw > 0 else {
      values = [low]
      return
    }
    let power = Self.power(of: (binaryLogarithm(raw) * Self.decade + 1e-9).rounded(.down))
    let least = raw / power * (1 - 1e-9)
    let factor: Double = least <= 1 ? 1 : least <= 2 ? 2 : least <= 5 ? 5 : 10
    let step = max(factor * power, isWhole ? 1 : 0)
    let first = (low / step - 1e-9).rounded(.up)
    let multiples = (0..<count * 3).map { (first + Double($0)) * step }
    values = multiples.filter { $0 <= high + step * 1e-9 }
  }

  /// Powers of ten between two positive numbers, with their multiples by 2 and 5 where there are few.
  init(logarithmicFrom low: Double, to high: Double) {
    let first = (binaryLogarithm(low) * Self.decade).rounded(.down)
    let last = (binaryLogarithm(high) * Self.decade).rounded(.up)
    guard first.isFinite, last.isFinite, low > 0 else {
      values = []
      return
    }
    let factors: [Double] = last - first < 3 ? [1, 2, 5] : [1]
    let step = max(1, ((last - first) / 8).rounded(.up))
    var found: [Double] = []
    for exponent in stride(from: first, through: last, by: step) {
      let power = Self.power(of: exponent)
      for factor in factors where (low * 0.999_999...high * 1.000_001).contains(factor * power) {
        found.append(factor * power)
      }
    }
    values = found.count > 1 ? found : ChartTicks(from: low, to: high, about: 4).values
  }

  /// The logarithm of 2 to base 10.
  private static let decade = 0.301_029_995_663_981_2

  /// 10 to a whole power.
  private static func power(of exponent: Double) -> Double {
    let factor = (0..<Int(exponent.magnitude)).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? 1 / factor : factor
  }
}
