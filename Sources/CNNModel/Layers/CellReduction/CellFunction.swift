/// How a group of cells becomes one number, and the slopes of that number with respect to them.
struct CellFunction: Sendable {
  /// A name, equal for equal functions.
  let name: String
  let value: @Sendable (CellGroup) -> Double
  /// One for each number of the group in the image.
  let slopes: @Sendable (CellGroup) -> [Double]
}

extension CellFunction {
  /// The sum, times a factor that does not depend on the numbers.
  static func sum(
    _ name: String, times factor: @escaping @Sendable (CellGroup) -> Double = { _ in 1 }
  ) -> CellFunction {
    CellFunction(
      name: name, value: { $0.x.reduce(0, +) * factor($0) },
      slopes: { group in group.x.map { _ in factor(group) } })
  }

  /// One of the numbers; `otherwise` without any.
  static func selected(
    _ name: String, otherwise: Double = 0, _ index: @escaping @Sendable (CellGroup) -> Int?
  ) -> CellFunction {
    CellFunction(
      name: name, value: { group in index(group).map { group.x[$0] } ?? otherwise },
      slopes: { group in
        let selected = index(group)
        return group.x.indices.map { $0 == selected ? 1 : 0 }
      })
  }

  /// The maximum, the first one on a tie.
  static let maximum = selected("maximum", otherwise: -.infinity) { $0.largest }
  /// The minimum, the first one on a tie.
  static let minimum = selected("minimum", otherwise: .infinity) { $0.smallest }
  /// The sum.
  static let sum = sum("sum")
  /// The sum, divided by the number of cells in the image.
  static let mean = sum("mean") { 1 / Double(max(1, $0.x.count)) }
  /// The sum, divided by the number of cells in the image and its padding.
  static let meanWithPadding = sum("mean-with-padding") {
    1 / Double(max(1, $0.x.count + $0.padding))
  }
  /// The sum, divided by a number.
  static func sum(dividedBy divisor: Int) -> CellFunction {
    sum("sum-divided-by-\(divisor)") { _ in 1 / Double(divisor) }
  }

  /// `(Σ |x|ᵖ)^(1/p)`
  static func norm(_ p: Int) -> CellFunction {
    CellFunction(
      name: "norm-\(p)",
      value: { group in
        let sum = group.x.reduce(0) { $0 + Double.power($1.magnitude, Double(p)) }
        return p == 2 ? sum.squareRoot() : Double.power(sum, 1 / Double(p))
      },
      slopes: { group in
        group.x.map {
          group.y == 0
            ? 0 : $0.signum * Double.power($0.magnitude / group.y.magnitude, Double(p - 1))
        }
      })
  }

  static let product = CellFunction(
    name: "product", value: { $0.x.reduce(1, *) },
    slopes: { group in
      let before = group.x.indices.map { group.x[..<$0].reduce(1, *) }
      let behind = group.x.indices.map { group.x[($0 + 1)...].reduce(1, *) }
      return zip(before, behind).map(*)
    })

  static let sumOfSquares = CellFunction(
    name: "sum-of-squares", value: { $0.x.reduce(0) { $0 + $1 * $1 } },
    slopes: { $0.x.map { 2 * $0 } })

  static let logSum = CellFunction(
    name: "log-sum", value: { Double.logarithm($0.x.reduce(0, +)) },
    slopes: { group in
      let sum = group.x.reduce(0, +)
      return group.x.map { _ in 1 / sum }
    })

  static let logSumExp = CellFunction(
    name: "log-sum-exp",
    value: { group in
      let most = group.x.max() ?? 0
      return most
        + Double.logarithm(group.x.reduce(0) { $0 + Double.exponential($1 - most) })
    },
    slopes: { group in group.x.map { Double.exponential($0 - group.y) } })
}

extension CellGroup {
  /// The index of the largest number, the first one on a tie.
  var largest: Int? { x.indices.map(\.self).winner(of: x) }
  /// The index of the smallest number, the first one on a tie.
  var smallest: Int? { x.indices.map(\.self).winner(of: x, isSmallest: true) }
  /// The index of the largest magnitude, the first one on a tie.
  var farthest: Int? { x.indices.map(\.self).winner(of: x.map(\.magnitude)) }
}

extension Double {
  /// 1, −1 or 0.
  var signum: Double { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
