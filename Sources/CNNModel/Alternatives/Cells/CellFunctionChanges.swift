/// Another number of each group of cells, in both passes.
enum CellFunctionChanges {
  static func all(_ layer: any CellReduction, _ groups: CellGroups) -> [CellChange] {
    let own = layer.cellFunction.name
    let changes =
      selections + sums + others + norms(own)
      + (groups.reachesOutside ? withPadding : [mean])
    return changes.filter { $0.function.name != own }.map { change in
      CellChange(
        rule: change.function.name,
        forward: change.forward.replacingWord("group", with: layer.groupWord),
        backward: change.backward.replacingWord("group", with: layer.groupWord),
        hint: "Look at which number stands for the cells of one \(layer.groupWord).",
        function: change.function)
    }
  }

  /// Norms of other powers, and parts of them.
  private static func norms(_ own: String) -> [Change] {
    guard own.hasPrefix("norm-"), let p = Int(own.dropFirst(5)) else { return [] }
    let others = [p - 1, p + 1].filter { $0 > 3 }
    return others.map { p in
      Change(
        function: .norm(p), forward: "the power is \(p)", backward: "the power is \(p)")
    } + [
      Change(
        function: .powers(p), forward: "the root of the sum of the powers is left out",
        backward: "the slope is that of the sum of the powers, without its root"),
      Change(
        function: .meanOfPowers(p), forward: "the mean of the powers is taken instead of their sum",
        backward: "the slope is that of the root of the mean of the powers"),
      Change(
        function: .signedPowers(p), forward: "the powers are taken of x instead of its magnitude",
        backward: "the slope is that of the root of the sum of the signed powers"),
    ]
  }

  struct Change: Sendable {
    let function: CellFunction
    let forward: String
    let backward: String
  }

  private static let sums: [Change] = [
    Change(
      function: .sum, forward: "the sum of each group is taken, divided by nothing",
      backward: "every cell of the group gets the whole gradient"),
    Change(
      function: .sumOfSquares, forward: "the sum of the squares is taken",
      backward: "the slope is that of the sum of the squares, 2·x"),
    Change(
      function: .norm(1), forward: "the sum of the absolute values is taken",
      backward: "every cell of the group gets the whole gradient, times its sign"),
    Change(
      function: .norm(2), forward: "the root of the sum of the squares is taken",
      backward: "the slope is that of the root of the sum of the squares, x/y"),
    Change(
      function: .norm(3), forward: "the third root of the sum of the third powers is taken",
      backward: "the slope is that of the third root of the sum of the third powers"),
    Change(
      function: .product, forward: "the product of the cells is taken",
      backward: "the slope is that of the product"),
    Change(
      function: .logSumExp, forward: "the logarithm of the sum of the exponentials is taken",
      backward: "the slope is that of the logarithm of the sum of the exponentials"),
    Change(
      function: .logSum, forward: "the logarithm of the sum is taken",
      backward: "the slope is that of the logarithm of the sum"),
  ]

  private static let mean = Change(
    function: .mean, forward: "the mean of each group is taken",
    backward: "the gradient of each group is shared equally by its cells")

  /// Where groups have places outside of the image.
  private static let withPadding: [Change] = [
    Change(
      function: .mean, forward: "the mean of each group is taken, of its cells in the image alone",
      backward: "the gradient is shared equally by the cells of the group in the image"),
    Change(
      function: .meanWithPadding, forward: "the mean of each group is taken, its padding included",
      backward: "the gradient is shared equally by the cells of the group and its padding"),
    Change(
      function: .sum("mean-of-size") { 1 / Double($0.size) },
      forward: "the sum of each group is divided by its whole size, also where it is not full",
      backward: "the gradient of each group is divided by its whole size, also where it is not full"
    ),
    Change(
      function: CellFunction(
        name: "maximum-with-padding",
        value: { group in
          let most = CellFunction.maximum.value(group)
          return group.x.count < group.size ? max(most, 0) : most
        },
        slopes: { group in
          let isPadding = group.x.count < group.size && CellFunction.maximum.value(group) < 0
          return isPadding ? group.x.map { _ in 0 } : CellFunction.maximum.slopes(group)
        }),
      forward: "the padding counts as 0 in the maximum, instead of never winning",
      backward: "the padding wins with its 0 and takes the gradient of negative groups"),
  ]

  private static let others: [Change] = [
    Change(
      function: .variance, forward: "the variance of each group is taken",
      backward: "the slope is that of the variance"),
    Change(
      function: .deviation, forward: "the standard deviation of each group is taken",
      backward: "the slope is that of the standard deviation"),
    Change(
      function: .mean("mean-of-squares", { $0 * $0 }, { 2 * $0 }),
      forward: "the mean of the squares is taken", backward: "the slope is 2·x divided by the count"
    ),
    Change(
      function: .mean("mean-of-magnitudes", \.magnitude, \.signum),
      forward: "the mean of the absolute values is taken",
      backward: "the slope is the sign of x divided by the count"),
    Change(
      function: CellFunction(
        name: "root-mean-square",
        value: { ($0.x.reduce(0) { $0 + $1 * $1 } / Double(max(1, $0.x.count))).squareRoot() },
        slopes: { group in
          group.x.map { group.y == 0 ? 0 : $0 / group.y / Double(group.x.count) }
        }),
      forward: "the root of the mean of the squares is taken",
      backward: "the slope is that of the root of the mean of the squares"),
    Change(
      function: CellFunction(
        name: "assigned",
        value: { ($0.x.last ?? 0) / Double(max(1, $0.x.count)) },
        slopes: { group in
          group.x.indices.map { $0 == group.x.count - 1 ? 1 / Double(group.x.count) : 0 }
        }),
      forward:
        "\"=\" is used instead of \"+=\": only the last cell of each group is counted in its mean",
      backward: "only the last cell of each group gets its share of the gradient"),
  ]
}

extension CellFunction {
  /// The mean of a function of each number.
  fileprivate static func mean(
    _ name: String, _ part: @escaping @Sendable (Double) -> Double,
    _ slope: @escaping @Sendable (Double) -> Double
  ) -> CellFunction {
    CellFunction(
      name: name, value: { $0.x.reduce(0) { $0 + part($1) } / Double(max(1, $0.x.count)) },
      slopes: { group in group.x.map { slope($0) / Double(group.x.count) } })
  }
}

extension CellGroup {
  /// The index of the number in the middle of the group, where it is in the image.
  var center: Int? {
    let middle = zip(extents, extents.map { $0 / 2 }).reduce(0) { $0 * $1.0 + $1.1 }
    return places.firstIndex(of: middle)
  }
}

extension String {
  /// With every occurrence of a word replaced.
  func replacingWord(_ word: String, with other: String) -> String {
    split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
  }
}
