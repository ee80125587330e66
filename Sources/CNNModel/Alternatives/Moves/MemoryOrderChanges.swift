/// Cells in another order of the axes where they should keep their order in memory.
enum MemoryOrderChanges {
  static func all(_ input: Shape, _ output: Shape) -> [OriginsChange] {
    guard (2...4).contains(input.rank) else { return [] }
    let right = Array(0..<input.rank)
    return AxisOrders.all(input.rank).filter { $0 != right }.flatMap { order in
      let name = order.map(String.init).joined()
      let words = words(order, input.rank)
      return [
        OriginsChange(
          rule: "laid-out-\(name)", forward: "the cells are laid out \(words)",
          backward: "the gradient is taken to be laid out \(words)", hint: hint,
          origins: { own, inputs in
            [Origins(own[0].shape, offsets(of: inputs[0], order))]
          }),
        OriginsChange(
          rule: "read-\(name)", forward: "the input is read as if it were laid out \(words)",
          backward: "the input gradient is laid out \(words)", hint: hint,
          origins: { own, inputs in
            [Origins(own[0].shape, inverse(offsets(of: inputs[0], order)))]
          }),
      ]
    } + shapes(input, output)
  }

  private static let hint = "Look at the order in which the cells of one sample follow each other."

  /// The offsets of the cells in reading order of the permuted axes.
  private static func offsets(of shape: Shape, _ order: [Int]) -> [Int] {
    let strides = shape.strides
    return Offsets.sums(order.map { axis in (0..<shape[axis]).map { $0 * strides[axis] } })
  }

  private static func inverse(_ offsets: [Int]) -> [Int] {
    var places = offsets
    for (cell, offset) in offsets.enumerated() { places[offset] = cell }
    return places
  }

  private static func words(_ order: [Int], _ rank: Int) -> String {
    switch order {
    case [0, 1, 3, 2]: return "column by column in every channel"
    case [0, 3, 2, 1]: return "column by column, with the channels of a cell side by side"
    case [0, 2, 3, 1]: return "row by row, with the channels of a cell side by side"
    case [3, 2, 1, 0], [2, 1, 0]: return "with the first axis running fastest, as in Fortran"
    default: break
    }
    let names = rank == 4 ? ["samples", "channels", "rows", "columns"] : []
    let axes = order.map { names.isEmpty ? "axis \($0)" : names[$0] }
    return "in the order " + axes.joined(separator: ", ")
  }

  /// The same numbers with another shape.
  private static func shapes(_ input: Shape, _ output: Shape) -> [OriginsChange] {
    guard input.rank > 2 else { return [] }
    let extents = input.extents
    let (samples, channels) = (extents[0], extents[1])
    let plane = extents.dropFirst(2).reduce(1, *)
    let others: [(String, String, Shape)] = [
      ("batch-too", "the samples are put into the row as well", [input.count]),
      ("batch-in-one-row", "all samples become one row", [1, input.count]),
      (
        "planes-only", "only the cells of each channel are put into a row",
        [samples, channels, plane]
      ),
      ("channels-as-samples", "every channel becomes a row", [samples * channels, plane]),
      (
        "last-axis-kept", "the last axis stays by itself",
        [input.count / max(1, extents[input.rank - 1]), extents[input.rank - 1]]
      ),
      ("samples-last", "the samples become the second axis", [channels * plane, samples]),
    ]
    let hint = "Look at which axes become one."
    let reshaped = others.filter { $0.2 != output }.map { rule, what, shape in
      OriginsChange(
        rule: rule, forward: what, hint: hint,
        origins: { own, _ in [Origins(shape, own[0].offsets)] }, changesShapes: true)
    }
    let transposed = OriginsChange(
      rule: "transposed", forward: "rows and columns of the output are exchanged", hint: hint,
      origins: { own, _ in
        let (rows, row) = (samples, channels * plane)
        let offsets = (0..<rows * row).map { $0 % rows * row + $0 / rows }
        return [Origins([row, rows], offsets)]
      }, changesShapes: true)
    return reshaped + [transposed]
  }
}
