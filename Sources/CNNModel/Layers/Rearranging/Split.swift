/// Splitting: an axis cut into several outputs.
///
/// As in ONNX (`Split`) and PyTorch (`split`).
///
/// Shapes: `[…, a + b + …, …]` → `[…, a, …]`, `[…, b, …]`, …
package struct Split: Rearrangement {
  /// Negative ones count from the end.
  package let axis: Int
  /// The extents of the outputs along the axis.
  package let sizes: [Int]

  package init(axis: Int, sizes: [Int]) { (self.axis, self.sizes) = (axis, sizes) }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let axis = try resolved(axis, of: input)
    let sum = sizes.reduce(0, &+)
    guard sum == input[axis], !sizes.isEmpty, sizes.allSatisfy({ $0 >= 0 }) else {
      throw ShapeError(
        "\(kind) into \(sizes.words) makes \(sum), but axis \(axis) of \(input) has \(input[axis])")
    }
    return sizes.map { input.replacing(axis: axis, with: $0) }
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let axis = checked(axis, of: shapes[0])
    var start = 0
    return sizes.map { size in
      defer { start += size }
      let range = Array(start..<start + size)
      return Origins.gathering(range, [size], axis: axis, of: shapes[0])
    }
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    ["\(sizes.map(String.init).joined(separator: " + ")) = \(sizes.reduce(0, +))"]
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { inputs[0].axis(self.axis) == axis ? nil : outputs }

  package static let grammar = LayerGrammar(
    "split", summary: "an axis cut into several outputs",
    help: """
      Splits an axis into parts of the given sizes. Other layers read them as NAME:0, NAME:1 and so \
      on.
      """,
    positional: [.init("sizes", .wholes, "the extents of the parts")],
    options: [.init("axis", .axis, "the axis (default: 1, the channels)")])

  package init(_ line: LayerLine) throws(LineError) {
    axis = line.whole("axis") ?? 1
    sizes = line.wholes("sizes") ?? []
  }

  package var text: String { "\(kind) \(sizes.words)" + (axis == 1 ? "" : " axis \(axis)") }
}

extension Split: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: return LayerCode("torch.split(\(call.input), \(sizes), dim=\(axis))")
    case .keras:
      var ends: [Int] = []
      for size in sizes.dropLast() { ends.append((ends.last ?? 0) + size) }
      return LayerCode("ops.split(\(call.input), \(ends), axis=\(axis))")
    }
  }
}
