/// The loops of an Einstein sum over operands of some shapes: a loop for every letter and every axis
/// of the ellipsis, and how far a step of it moves in each operand.
struct EinsteinAxes {
  /// The extents of the loops, those of the output's axes first and in their order.
  let extents: [Int]
  /// How many of the loops are axes of the output.
  let outer: Int
  /// By operand, the output last: its shape and the loop of each of its axes.
  private let operands: [(shape: Shape, loops: [Int])]

  /// The most products that a cell of the output may sum; each takes an offset in memory.
  private static let mostTerms = 1 << 24

  var output: Shape { Shape(Array(extents[..<outer])) }

  /// - Throws: ``ShapeError`` where an operand has another number of axes, or extents differ and
  ///   neither is 1.
  init(_ equation: SubscriptEquation, _ shapes: [Shape]) throws(ShapeError) {
    guard shapes.count == equation.inputs.count else {
      throw ShapeError(
        "the equation \(equation.text) takes \(equation.inputs.count) inputs, "
          + "but \(shapes.count) are given")
    }
    let ranks = zip(equation.inputs, shapes).map { $0.hasEllipsis ? $1.rank - $0.letters.count : 0 }
    let ellipsis = ranks.max() ?? 0
    var labels: [[Label]] = []
    for (index, subscripts) in equation.inputs.enumerated() {
      let names = Self.labels(subscripts, max(0, ranks[index]), of: ellipsis)
      guard ranks[index] >= 0, names.count == shapes[index].rank else {
        throw ShapeError("the equation \(equation.text) does not fit \(shapes[index])")
      }
      labels.append(names)
    }
    let outputs = Self.labels(equation.output, ellipsis, of: ellipsis)
    var loops = outputs
    for label in labels.joined() where !loops.contains(label) { loops.append(label) }
    var extents = [Int](repeating: 1, count: loops.count)
    for (names, shape) in zip(labels, shapes) {
      for (label, extent) in zip(names, shape.extents) where extent != 1 {
        let loop = loops.firstIndex(of: label) ?? 0
        guard extents[loop] == 1 || extents[loop] == extent else {
          throw ShapeError(
            "the equation \(equation.text) takes equal extents for a letter, "
              + "but gets \(extents[loop]) and \(extent)")
        }
        extents[loop] = extent
      }
    }
    (self.extents, outer) = (extents, outputs.count)
    let output = Shape(Array(extents[..<outputs.count]))
    operands = zip(shapes + [output], labels + [outputs]).map { shape, names in
      (shape, names.map { loops.firstIndex(of: $0) ?? 0 })
    }
    guard let terms = Shape.product(extents[outputs.count...]), terms <= Self.mostTerms else {
      throw ShapeError("the equation \(equation.text) sums too many products")
    }
  }

  /// A letter, or an axis of the ellipsis, counted from its end.
  private enum Label: Hashable {
    case letter(Character)
    case ellipsis(Int)
  }

  /// Ellipses of fewer axes are aligned at their ends.
  private static func labels(
    _ subscripts: SubscriptEquation.Subscripts, _ rank: Int, of ellipsis: Int
  ) -> [Label] {
    let middle = subscripts.hasEllipsis ? (ellipsis - rank..<ellipsis).map(Label.ellipsis) : []
    return subscripts.front.map(Label.letter) + middle + subscripts.back.map(Label.letter)
  }

  /// The distance of neighbors along a loop in an operand; a letter that occurs twice moves along the
  /// diagonal, and an extent of 1 is repeated.
  private func step(of loop: Int, in operand: Int) -> Int {
    let (shape, loops) = operands[operand]
    let strides = shape.strides
    return loops.indices.reduce(0) {
      $0 + (loops[$1] == loop && shape[$1] > 1 ? strides[$1] : 0)
    }
  }

  private func offsets(_ operand: Int, _ ranges: [(loop: Int, range: Range<Int>)]) -> [Int] {
    Offsets.sums(
      ranges.map { loop, range in
        let step = step(of: loop, in: operand)
        return range.map { $0 * step }
      })
  }

  /// The offsets in an operand for all indices of the output's loops, the last loop fastest.
  func outerOffsets(_ operand: Int) -> [Int] {
    offsets(operand, (0..<outer).map { ($0, 0..<extents[$0]) })
  }

  /// What the indices of the other loops add to them.
  func innerOffsets(_ operand: Int) -> [Int] {
    offsets(operand, (outer..<extents.count).map { ($0, 0..<extents[$0]) })
  }

  /// For every product with a cell of an operand the offsets in all operands.
  func products(with cell: Position, of operand: Int) -> [[Int]] {
    var ranges = extents.map { 0..<$0 }
    let (shape, loops) = operands[operand]
    for (axis, loop) in loops.enumerated() where shape[axis] > 1 {
      // A cell beside the diagonal is in no product.
      guard ranges[loop].contains(cell[axis]) else { return [] }
      ranges[loop] = cell[axis]..<cell[axis] + 1
    }
    let all = operands.indices.map { offsets($0, ranges.enumerated().map { ($0, $1) }) }
    return all[operand].indices.map { index in all.map { $0[index] } }
  }
}
