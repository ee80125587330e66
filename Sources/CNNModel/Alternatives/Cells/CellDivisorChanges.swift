/// Another divisor of the sum of each group, in both passes.
enum CellDivisorChanges {
  static func all(
    _ layer: any CellReduction, _ groups: CellGroups, _ inputs: [Shape]
  ) -> [CellChange] {
    guard layer.cellFunction.isLinear else { return [] }
    return
      (changes + (groups.reachesOutside ? withPadding : []) + perAxis(layer, groups)
      + global(groups, inputs)).compactMap {
        rule, what, divisor in
        let function = CellFunction.sum(rule) { 1 / max(divisor($0), 1e-30) }
        guard rule != layer.cellFunction.name else { return nil }
        return CellChange(
          rule: rule, forward: "the sum of each \(layer.groupWord) is divided by \(what)",
          backward: "the gradient of each \(layer.groupWord) is divided by \(what)",
          hint: "Look at what the sum of one \(layer.groupWord) is divided by.", function: function)
      }
  }

  private typealias Divisor = @Sendable (CellGroup) -> Double

  private static let changes: [(String, String, Divisor)] = [
    ("divided-twice", "the number of its cells twice", { Double($0.x.count * $0.x.count) }),
    ("count-less-one", "the number of its cells less 1", { Double($0.x.count - 1) }),
    ("count-more-one", "the number of its cells plus 1", { Double($0.x.count + 1) }),
    ("root-of-count", "the root of the number of its cells", { Double($0.x.count).squareRoot() }),
    ("twice-the-count", "twice the number of its cells", { 2 * Double($0.x.count) }),
  ]

  private static let withPadding: [(String, String, Divisor)] = [
    ("size-squared", "its whole size twice", { Double($0.size * $0.size) })
  ]

  /// One extent of the group instead of all of them.
  private static func perAxis(
    _ layer: any CellReduction, _ groups: CellGroups
  ) -> [(String, String, Divisor)] {
    guard groups.extents.count > 1 else { return [] }
    let isImage = layer.groupWord != "group"
    return groups.extents.indices.filter { groups.extents[$0] > 1 }.flatMap {
      axis -> [(String, String, Divisor)] in
      let name = isImage ? SpatialAxes.names(groups.extents.count)[axis] : "axis-\(axis)"
      let words = isImage ? "its \(name)" : "the cells along its axis \(axis)"
      return [
        (
          "divided-by-\(name)", "the number of \(words) only", { Double($0.extents[axis]) }
        ),
        (
          "divided-by-\(name)-squared", "the square of the number of \(words)",
          { Double($0.extents[axis] * $0.extents[axis]) }
        ),
      ]
    } + ofSum
  }

  private static let ofSum: [(String, String, Divisor)] = [
    (
      "sum-of-extents", "the sum of its extents instead of their product",
      { Double($0.extents.reduce(0, +)) }
    )
  ]

  /// Numbers of cells that are not those of a group.
  private static func global(
    _ groups: CellGroups, _ inputs: [Shape]
  ) -> [(String, String, Divisor)] {
    let (outputs, plane, count) = (groups.taps.count, groups.plane, inputs[0].count)
    let extents = inputs[0].extents
    let numbers = [
      ("outputs", "the number of outputs", outputs),
      ("plane", "the number of cells of the input's plane", plane),
      ("all", "the number of all cells of the input", count),
    ]
    // A divisor of 1 is a sum, and that of the group's own count makes no difference.
    let ofImage = numbers.filter { name, _, number in
      number > 1 && number != groups.taps.first?.count && (name != "plane" || groups.planes > 1)
    }.map {
      name, words, number -> (String, String, Divisor) in
      ("divided-by-\(name)", words, { _ in Double(number) })
    }
    let ofAxes = extents.indices.prefix(2).filter { extents[$0] > 1 }.flatMap {
      axis -> [(String, String, Divisor)] in
      let (name, extent) = (axis == 0 ? "samples" : "channels", extents[axis])
      return [
        ("divided-by-\(name)", "the number of \(name) only", { _ in Double(extent) }),
        (
          "divided-by-\(name)-too", "the number of its cells and by that of the \(name)",
          { Double($0.x.count * extent) }
        ),
      ]
    }
    return ofImage + ofAxes
  }
}

extension CellFunction {
  /// Whether it is a sum times a constant.
  var isLinear: Bool { name == "sum" || name.hasPrefix("mean") || name.hasPrefix("sum-divided") }
}
