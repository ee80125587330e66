/// The upper or lower triangle of every matrix: the cells beyond a diagonal become 0.
///
/// The matrices lie on the last two axes. Diagonal 0 begins in the first cell, a positive number
/// moves it up, and its cells belong to both triangles. As in ONNX (`Trilu`) and NumPy (`triu`, `tril`).
///
/// Shapes: `[…, rows, columns]` → the same.
package struct Triangle: Rearrangement {
  package enum Side: String, Hashable, Sendable, CaseIterable { case upper, lower }

  package let side: Side
  package let diagonal: Int

  package init(_ side: Side, diagonal: Int = 0) { (self.side, self.diagonal) = (side, diagonal) }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input.rank >= 2 else {
      throw ShapeError("\(kind) takes matrices, but what comes before it gives \(input)")
    }
    return [input]
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let shape = shapes[0]
    let (rows, columns) = (shape[shape.rank - 2], shape[shape.rank - 1])
    let offsets = (0..<shape.count).map { offset in
      let (row, column) = (offset / columns % rows, offset % columns)
      let distance = column - row - diagonal
      return (side == .upper ? distance >= 0 : distance <= 0) ? offset : Offsets.outside
    }
    return [Origins(shape, offsets)]
  }

  package static let grammar = LayerGrammar(
    "triangle", summary: "the upper or lower triangle of every matrix",
    help: """
      Keeps the cells on one side of a diagonal and on it; all others become 0 and receive no \
      gradient. The matrices lie on the last two axes.
      """,
    positional: [.init("side", .choice(Side.allCases.map(\.rawValue)), "which triangle is kept")],
    options: [
      .init(
        "diagonal", .whole(atLeast: -largestWhole),
        "how far the diagonal lies above the first cell (default: 0)")
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      line.choice("side").flatMap(Side.init) ?? .upper, diagonal: line.whole("diagonal") ?? 0)
  }

  package var text: String {
    "\(kind) \(side.rawValue)" + (diagonal == 0 ? "" : " diagonal \(diagonal)")
  }
}

extension Triangle: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let name = "\(dialect.library).\(side == .upper ? "triu" : "tril")"
    return LayerCode("\(name)(\(call.input), \(diagonal))")
  }
}
