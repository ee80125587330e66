/// Another slope of each group's number, with the outputs as they are.
enum CellSlopeChanges {
  static func all(_ layer: any CellReduction, _ inputs: [Shape]) -> [CellChange] {
    let own = layer.cellFunction
    let picks = own.name == "maximum" || own.name == "minimum"
    let changes =
      any(own) + (picks ? winners(own) : []) + (own.isLinear ? shares(own) : [])
      + (own.name.hasPrefix("norm") ? norms(own) : [])
      + (["sum-of-squares", "log-sum", "log-sum-exp", "product"].contains(own.name) ? powers : [])
    return changes.map { change in
      CellChange(
        rule: change.rule,
        backward: change.what.replacingWord("group", with: layer.groupWord),
        hint: picks
          ? "Look at which cells of one \(layer.groupWord) get its gradient, and how much of it."
          : "Look at what the gradient of one \(layer.groupWord) is multiplied by for each cell.",
        function: CellFunction(name: change.rule, value: own.value, slopes: change.slopes))
    }
  }

  typealias Slopes = @Sendable (CellGroup) -> [Double]

  struct Change: Sendable {
    let rule: String
    let what: String
    let slopes: Slopes

    init(_ rule: String, _ what: String, _ slopes: @escaping Slopes) {
      (self.rule, self.what, self.slopes) = (rule, what, slopes)
    }

    /// Slopes by the index of each number.
    init(
      _ rule: String, each what: String,
      _ slope: @escaping @Sendable (CellGroup, Int) -> Double
    ) {
      self.init(rule, what) { group in group.x.indices.map { slope(group, $0) } }
    }
  }

  /// For any function.
  private static func any(_ own: CellFunction) -> [Change] {
    let name = own.name
    return [
      Change("gradient-times-x", "the gradient of each cell is multiplied by the cell once more") {
        group in zip(own.slopes(group), group.x).map(*)
      },
      Change("gradient-times-y", "the gradient of each group is multiplied by its output") {
        group in own.slopes(group).map { $0 * group.y }
      },
      Change("gradient-ignored", "the slope is not multiplied by the gradient of the output") {
        group in own.slopes(group).map { group.gy == 0 ? 0 : $0 / group.gy }
      },
      Change("output-for-gradient", "the output itself is passed back instead of its gradient") {
        group in own.slopes(group).map { group.gy == 0 ? 0 : $0 * group.y / group.gy }
      },
      Change("inputs-for-gradient", "the slope is multiplied by the input instead of the gradient")
      {
        group in
        zip(own.slopes(group), group.x).map { group.gy == 0 ? 0 : $0 * $1 / group.gy }
      },
      Change("positive-cells", each: "only cells above 0 get a gradient") { group, cell in
        group.x[cell] > 0 ? own.slopes(group)[cell] : 0
      },
      Change("positive-outputs", each: "only groups with an output above 0 pass their gradient") {
        group, cell in group.y > 0 ? own.slopes(group)[cell] : 0
      },
      Change("share-of-size", each: "the slope of each cell is divided by the size of the group") {
        group, cell in own.slopes(group)[cell] / Double(group.size)
      },
      Change("first-share", each: "only the first cell of each group gets its part of the gradient")
      { group, cell in cell == 0 ? own.slopes(group)[cell] : 0 },
      Change("last-share", each: "only the last cell of each group gets its part of the gradient") {
        group, cell in
        cell == group.x.count - 1 && name != "assigned" ? own.slopes(group)[cell] : 0
      },
      Change("center-share", each: "only the middle cell of each group gets its part") {
        group, cell in cell == group.center ? own.slopes(group)[cell] : 0
      },
    ]
  }

  /// For a sum times a constant.
  private static func shares(_ own: CellFunction) -> [Change] {
    func placed(_ index: @escaping @Sendable (CellGroup) -> Int?) -> Slopes {
      { group in
        let factor = (own.slopes(group).first ?? 0) * Double(group.x.count)
        return group.only(index(group)).map { $0 * factor }
      }
    }
    return [
      Change(
        "shares-inverted", "the gradient is multiplied by the count instead of divided by it"
      ) { group in group.x.map { _ in Double(group.x.count) } },
      Change(
        "size-inverted", "the gradient is multiplied by the whole size instead of divided by it"
      ) { group in group.x.map { _ in Double(group.size) } },
      Change(
        "gradient-negated", "the gradient is subtracted instead of added"
      ) { group in own.slopes(group).map { -$0 } },
      Change(
        "shares-by-value", "the gradient is shared in proportion to the cells"
      ) { group in
        let sum = group.x.reduce(0, +)
        return group.x.map { $0 / sum }
      },
      Change(
        "mean-of-largest", "the share of all cells goes to the largest cell",
        placed(\.largest)),
    ]
  }

  /// For a norm, and whatever has powers.
  private static func norms(_ own: CellFunction) -> [Change] {
    let p = Int(own.name.dropFirst(5)) ?? 2
    @Sendable func power(_ x: Double, _ n: Int) -> Double { Double.power(x.magnitude, Double(n)) }
    return powers + [
      Change("sign-forgotten", "the sign of the cell is left out of the slope") { group in
        own.slopes(group).map(\.magnitude)
      },
      Change("not-divided", "the slope is not divided by the output") { group in
        group.x.map { $0.signum * power($0, p - 1) }
      },
      Change("root-forgotten", "the slope is that of the sum of the powers, without its root") {
        group in group.x.map { Double(p) * $0.signum * power($0, p - 1) }
      },
      Change("power-too-high", "the slope is the power p of x/y instead of p − 1") { group in
        group.x.map { group.y == 0 ? 0 : $0.signum * power($0 / group.y, p) }
      },
      Change("power-not-lowered", "the power p of x is divided by the power p − 1 of y") { group in
        group.x.map { group.y == 0 ? 0 : $0.signum * power($0, p) / power(group.y, p - 1) }
      },
      Change("divided-by-sum", "the slope is divided by the sum of the powers, not by its root") {
        group in
        group.x.map { group.y == 0 ? 0 : $0.signum * power($0, p - 1) / power(group.y, p) }
      },
      Change("times-p", "the slope is multiplied by p once more") { group in
        own.slopes(group).map { Double(p) * $0 }
      },
    ]
  }

  private static let powers: [Change] = [
    Change("slope-of-x", each: "the slope is x") { group, cell in group.x[cell] },
    Change("slope-of-2x", each: "the slope is 2·x") { group, cell in 2 * group.x[cell] },
    Change("slope-of-y", each: "the slope is y") { group, _ in group.y },
    Change("slope-of-y-by-x", each: "the slope is y/x") { group, cell in
      group.y / group.x[cell]
    },
    Change("slope-of-x-by-y", each: "the slope is x/y") { group, cell in
      group.y == 0 ? 0 : group.x[cell] / group.y
    },
    Change("slope-of-reciprocal", each: "the slope is 1/x") { group, cell in
      1 / group.x[cell]
    },
    Change("slope-of-exponential", each: "the slope is the exponential of x") { group, cell in
      Double.exponential(group.x[cell])
    },
  ]
}

extension CellGroup {
  /// 1 for one index, 0 for the others.
  func only(_ index: Int?) -> [Double] { x.indices.map { $0 == index ? 1 : 0 } }
}
