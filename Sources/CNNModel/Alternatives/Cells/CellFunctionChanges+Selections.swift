/// One cell of each group in the place of another number.
extension CellFunctionChanges {
  static let selections: [Change] = [
    Change(
      function: .maximum, forward: "the maximum of each group is taken",
      backward: "the largest cell of each group gets the whole gradient"),
    Change(
      function: .minimum, forward: "the minimum of each group is taken",
      backward: "the smallest cell of each group gets the whole gradient"),
    Change(
      function: .selected("first-cell") { $0.x.isEmpty ? nil : 0 },
      forward: "the first cell of each group is taken",
      backward: "the first cell of each group gets the whole gradient"),
    Change(
      function: .selected("last-cell") { $0.x.indices.last },
      forward: "the last cell of each group is taken",
      backward: "the last cell of each group gets the whole gradient"),
    Change(
      function: .selected("center-cell") { $0.center },
      forward: "the cell in the middle of each group is taken",
      backward: "the cell in the middle of each group gets the whole gradient"),
    Change(
      function: CellFunction(
        name: "median", value: { group in group.middle.reduce(0) { $0 + group.x[$1] / 2 } },
        slopes: { group in
          group.x.indices.map { index in group.middle.reduce(0) { $0 + ($1 == index ? 0.5 : 0) } }
        }),
      forward: "the median of each group is taken",
      backward: "the median of each group gets the gradient"),
    Change(
      function: .selected("farthest-from-0") { $0.farthest },
      forward: "the cell with the largest absolute value is taken, with its sign",
      backward: "the cell with the largest absolute value gets the whole gradient"),
    Change(
      function: CellFunction(
        name: "largest-magnitude", value: { $0.x.map(\.magnitude).max() ?? 0 },
        slopes: { group in
          group.x.indices.map { $0 == group.farthest ? group.x[$0].signum : 0 }
        }),
      forward: "the largest absolute value of each group is taken",
      backward: "the cell with the largest absolute value gets the gradient, times its sign"),
    startingAtZero(.maximum, "maximum-from-0", "the maximum starts from 0", "above") { $0 > 0 },
    startingAtZero(.minimum, "minimum-from-0", "the minimum starts from 0", "below") { $0 < 0 },
  ]

  private static func startingAtZero(
    _ function: CellFunction, _ name: String, _ what: String, _ side: String,
    _ passes: @escaping @Sendable (Double) -> Bool
  ) -> Change {
    Change(
      function: CellFunction(
        name: name,
        value: { group in
          let value = function.value(group)
          return passes(value) || value.isNaN ? value : 0
        },
        slopes: { group in
          passes(function.value(group)) ? function.slopes(group) : group.x.map { _ in 0 }
        }),
      forward: "\(what), so that only numbers \(side) 0 can win",
      backward: "\(what), so that groups without numbers \(side) 0 pass no gradient")
  }
}

extension CellGroup {
  /// The indices of the two numbers in the middle of their order, or of the middle one twice.
  fileprivate var middle: [Int] {
    let order = x.indices.sorted { (x[$0], $0) < (x[$1], $1) }
    return order.isEmpty ? [] : [order[(order.count - 1) / 2], order[order.count / 2]]
  }
}
