/// Layers that compute cell by cell from several inputs, by another function, with other slopes, or
/// with another sum over the copies of a repeated input.
enum BroadcastAlternatives {
  @Sendable
  static func all(_ layer: any Layer, _ inputs: [Shape]) -> [Alternative] {
    guard let layer = layer as? any Broadcasting, inputs.count > 1,
      inputs.indices.contains(where: { layer.slope(by: $0, probe(inputs.count), 1) != nil })
    else { return [] }
    return functions(layer, inputs.count) + BroadcastSlopeAlternatives.all(layer, inputs)
      + BroadcastSumAlternatives.all(layer, inputs)
  }

  /// Numbers at which different functions differ.
  fileprivate static func probe(_ count: Int) -> [Double] {
    (0..<count).map { 1.3 + 0.9 * Double($0) }
  }

  /// Whether two functions differ at a few numbers of either sign.
  private static func differ(
    _ a: ([Double]) -> Double, _ b: ([Double]) -> Double, _ count: Int
  ) -> Bool {
    [1, -1].contains { sign in
      let probe = probe(count).enumerated().map { index, number in
        index % 2 == 0 ? number + 1.5 * (sign - 1) : number * sign
      }
      let (a, b) = (a(probe), b(probe))
      return a != b && !(a.isNaN && b.isNaN)
    }
  }

  private struct Function: Sendable {
    let rule: String
    let what: String
    let value: @Sendable ([Double]) -> Double
    /// By input, from the numbers and the value.
    let slopes: @Sendable ([Double], Double) -> [Double]
  }

  private static let simple: [Function] = [
    Function(
      rule: "added", what: "the inputs are added", value: { $0.reduce(0, +) },
      slopes: { x, _ in x.map { _ in 1 } }),
    Function(
      rule: "multiplied", what: "the inputs are multiplied", value: { $0.reduce(1, *) },
      slopes: { x, _ in
        x.indices.map { one in x.indices.reduce(1) { $1 == one ? $0 : $0 * x[$1] } }
      }),
    Function(
      rule: "averaged", what: "the mean of the inputs is taken",
      value: { $0.reduce(0, +) / Double($0.count) },
      slopes: { x, _ in x.map { _ in 1 / Double(x.count) } }),
    Function(
      rule: "largest-taken", what: "the larger input is taken", value: { $0.max() ?? 0 },
      slopes: { x, _ in x.indices.map { $0 == x.indices.map(\.self).winner(of: x) ? 1 : 0 } }),
    Function(
      rule: "smallest-taken", what: "the smaller input is taken", value: { $0.min() ?? 0 },
      slopes: { x, _ in
        x.indices.map { $0 == x.indices.map(\.self).winner(of: x, isSmallest: true) ? 1 : 0 }
      }),
    Function(
      rule: "sum-rectified", what: "negative sums of the inputs become 0",
      value: { max(0, $0.reduce(0, +)) },
      slopes: { x, _ in x.map { _ in x.reduce(0, +) > 0 ? 1 : 0 } }),
    Function(
      rule: "first-taken", what: "only the first input is taken", value: { $0[0] },
      slopes: { x, _ in x.indices.map { $0 == 0 ? 1 : 0 } }),
    Function(
      rule: "last-taken", what: "only the last input is taken", value: { $0[$0.count - 1] },
      slopes: { x, _ in x.indices.map { $0 == x.count - 1 ? 1 : 0 } }),
    Function(
      rule: "squares-added", what: "the squares of the inputs are added",
      value: { $0.reduce(0) { $0 + $1 * $1 } }, slopes: { x, _ in x.map { 2 * $0 } }),
    Function(
      rule: "doubled-sum", what: "twice the sum of the inputs is taken",
      value: { 2 * $0.reduce(0, +) }, slopes: { x, _ in x.map { _ in 2 } }),
    Function(
      rule: "first-twice", what: "the first input is used in the place of the second as well",
      value: { 2 * $0[0] }, slopes: { x, _ in x.indices.map { $0 == 0 ? 2 : 0 } }),
    Function(
      rule: "last-twice", what: "the last input is used in the place of the first as well",
      value: { 2 * $0[$0.count - 1] },
      slopes: { x, _ in x.indices.map { $0 == x.count - 1 ? 2 : 0 } }),
    Function(
      rule: "first-squared", what: "the first input is multiplied by itself",
      value: { $0[0] * $0[0] }, slopes: { x, _ in x.indices.map { $0 == 0 ? 2 * x[0] : 0 } }),
    Function(
      rule: "last-squared", what: "the last input is multiplied by itself",
      value: { $0[$0.count - 1] * $0[$0.count - 1] },
      slopes: { x, _ in x.indices.map { $0 == x.count - 1 ? 2 * x[$0] : 0 } }),
    Function(
      rule: "product-and-first", what: "the first input is added to the product",
      value: { $0[0] + $0.reduce(1, *) },
      slopes: { x, _ in
        x.indices.map { one in
          (one == 0 ? 1 : 0) + x.indices.reduce(1) { $1 == one ? $0 : $0 * x[$1] }
        }
      }),
  ]

  private static let ofTwo: [Function] = [
    Function(
      rule: "second-subtracted", what: "the second input is subtracted from the first",
      value: { $0[0] - $0[1] }, slopes: { _, _ in [1, -1] }),
    Function(
      rule: "first-subtracted", what: "the first input is subtracted from the second",
      value: { $0[1] - $0[0] }, slopes: { _, _ in [-1, 1] }),
    Function(
      rule: "distance-taken", what: "the absolute difference is taken",
      value: { ($0[0] - $0[1]).magnitude },
      slopes: { x, _ in [(x[0] - x[1]).signum, (x[1] - x[0]).signum] }),
    Function(
      rule: "first-divided", what: "the first input is divided by the second",
      value: { $0[0] / $0[1] }, slopes: { x, y in [1 / x[1], -y / x[1]] }),
    Function(
      rule: "second-divided", what: "the second input is divided by the first",
      value: { $0[1] / $0[0] }, slopes: { x, y in [-y / x[0], 1 / x[0]] }),
    Function(
      rule: "first-raised", what: "the first input is raised to the power of the second",
      value: { Double.power($0[0], $0[1]) },
      slopes: { x, y in [x[1] * Double.power(x[0], x[1] - 1), y * Double.logarithm(x[0])] }),
    Function(
      rule: "second-raised", what: "the second input is raised to the power of the first",
      value: { Double.power($0[1], $0[0]) },
      slopes: { x, y in [y * Double.logarithm(x[1]), x[0] * Double.power(x[1], x[0] - 1)] }),
  ]

  private static func functions(_ layer: any Broadcasting, _ count: Int) -> [Alternative] {
    let hint = "Look at how one output cell comes from the cells of the inputs."
    let loops = BroadcastLoops(layer: layer)
    let functions = (simple + (count == 2 ? ofTwo : [])).filter {
      differ($0.value, { layer.value($0) }, count)
    }
    return functions.flatMap { function in
      [
        Alternative(
          function.rule, function.what, hint: hint, .rule, of: layer,
          forward: { loops.forward($0, function.value) }),
        Alternative(
          function.rule, "the gradients are computed as if \(function.what)",
          hint: hint, .rule, of: layer,
          backward: { pass in
            loops.backward(pass) { cell in
              function.slopes(cell.x, function.value(cell.x)).map { $0 * cell.gy }
            }
          }),
      ]
    }
  }
}

extension Broadcasting {
  /// Whether it is the sum of its inputs.
  func isSum(of count: Int) -> Bool {
    let probe = BroadcastAlternatives.probe(count)
    return value(probe) == probe.reduce(0, +)
  }

  /// Whether it is the product of its inputs.
  func isProduct(of count: Int) -> Bool {
    let probe = BroadcastAlternatives.probe(count)
    return value(probe) == probe.reduce(1, *)
  }
}
