/// Functions that stand for others only by mistake.
extension CellFunction {
  /// The mean squared distance from the mean.
  static let variance = CellFunction(
    name: "variance", value: \.variance,
    slopes: { group in
      group.x.map { 2 * ($0 - group.mean) / Double(group.x.count) }
    })

  /// The root of the variance.
  static let deviation = CellFunction(
    name: "standard-deviation", value: { $0.variance.squareRoot() },
    slopes: { group in
      let deviation = group.variance.squareRoot()
      return group.x.map {
        deviation == 0 ? 0 : ($0 - group.mean) / deviation / Double(group.x.count)
      }
    })

  /// `Σ |x|ᵖ`
  static func powers(_ p: Int) -> CellFunction {
    CellFunction(
      name: "powers-\(p)",
      value: { $0.x.reduce(0) { $0 + Double.power($1.magnitude, Double(p)) } },
      slopes: { group in
        group.x.map { Double(p) * $0.signum * Double.power($0.magnitude, Double(p - 1)) }
      })
  }

  /// `(Σ |x|ᵖ / n)^(1/p)`
  static func meanOfPowers(_ p: Int) -> CellFunction {
    let norm = CellFunction.norm(p)
    return CellFunction(
      name: "mean-of-powers-\(p)",
      value: { norm.value($0) * Double.power(Double(max(1, $0.size)), -1 / Double(p)) },
      slopes: { group in
        let factor = Double.power(Double(max(1, group.size)), -1 / Double(p))
        var right = group
        right.y = norm.value(group)
        return norm.slopes(right).map { $0 * factor }
      })
  }

  /// `(Σ xᵖ)^(1/p)`, with the sign of the sum where it is negative.
  static func signedPowers(_ p: Int) -> CellFunction {
    CellFunction(
      name: "signed-powers-\(p)",
      value: { group in
        let sum = group.x.reduce(0) { $0 + Double.power($1, Double(p)) }
        return sum.signum * Double.power(sum.magnitude, 1 / Double(p))
      },
      slopes: { group in
        let sum = group.x.reduce(0) { $0 + Double.power($1, Double(p)) }
        let scale = Double.power(sum.magnitude, 1 / Double(p) - 1)
        return group.x.map { sum == 0 ? 0 : Double.power($0, Double(p - 1)) * scale }
      })
  }
}

extension CellGroup {
  fileprivate var mean: Double { x.reduce(0, +) / Double(max(1, x.count)) }

  fileprivate var variance: Double {
    x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, x.count))
  }
}
