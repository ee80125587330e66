/// The largest or smallest cells along an axis in order, with their indices.
///
/// On a tie the cell with the smaller index comes first; NaN is larger than every number. Every cell
/// that was selected receives the gradient of its copy; the indices have none. As in ONNX (`TopK`) and
/// PyTorch (`topk`).
///
/// Shapes: any → twice the same with the count on the axis: the cells, and the indices as 64-bit
/// integers.
package struct LargestCells: Layer {
  /// How many are selected.
  package let count: Int
  /// Negative ones count from the end.
  package let axis: Int
  package let takesSmallest: Bool

  package init(_ count: Int, axis: Int = -1, takesSmallest: Bool = false) {
    (self.count, self.axis, self.takesSmallest) = (count, axis, takesSmallest)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let axis = try resolved(axis, of: input)
    guard (0...input[axis]).contains(count) else {
      throw ShapeError(
        "\(kind) \(count) takes \(count) cells of axis \(axis), but \(input) has \(input[axis])")
    }
    let output = input.replacing(axis: axis, with: count)
    return [output, output]
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [inputs[0], .int64] }

  /// The origins of the selected cells, and their indices.
  private func selection<N: Comparable>(
    _ x: [N], _ shape: Shape
  ) -> (origins: Origins, indices: [Int]) {
    let axis = checked(axis, of: shape)
    let output = shape.replacing(axis: axis, with: count)
    var offsets = [Int](repeating: 0, count: output.count)
    var indices = offsets
    for (line, outputs) in zip(shape.lines(along: axis), output.lines(along: axis)) {
      let order = line.indices.sorted { isBefore(x[line[$0]], x[line[$1]]) ?? ($0 < $1) }
      for (place, cell) in zip(outputs, order) {
        (offsets[place], indices[place]) = (line[cell], cell)
      }
    }
    return (Origins(output, offsets), indices)
  }

  /// Whether the first of two numbers is selected before the second; `nil` on a tie.
  private func isBefore<N: Comparable>(_ a: N, _ b: N) -> Bool? {
    let (aIsNaN, bIsNaN) = (a != a, b != b)
    if aIsNaN || bIsNaN { return aIsNaN == bIsNaN ? nil : aIsNaN != takesSmallest }
    return a == b ? nil : (a > b) != takesSmallest
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let value = pass.value(0)
    let (origins, indices) =
      value.elementType.isFloating
      ? selection(pass.input.elements, pass.input.shape)
      : selection((0..<value.shape.count).map { value.integer(at: $0) }, value.shape)
    let places = Value.integers(
      IntegerTensor(
        shape: origins.shape, elementType: .int64, wrapping: indices.map { Int128($0) }))
    let cells = origins.read(pass.input.elements, filling: 0).tensor
    return ForwardResult(values: [origins.read([value]) ?? .floats(cells), places])
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let (origins, indices) = selection(pass.input.elements, pass.input.shape)
    let places = ReferenceTensor(shape: origins.shape, elements: indices.map(Double.init))
    return [origins.read(pass.input.elements, filling: 0).reference, places]
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    var gx = pass.input.zeros.elements
    let (origins, _) = selection(pass.input.elements, pass.input.shape)
    origins.addGradient(pass.gradient, to: &gx)
    return Gradients(inputs: [Tensor(shape: pass.input.shape, elements: gx)])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let (origins, indices) = selection(pass.input.elements, pass.input.shape)
    switch cell {
    case .output(let output, let position):
      let place = origins.shape.offset(of: position)
      let axis = checked(axis, of: pass.input.shape)
      let rank = "number \(position[axis] + 1) of \(pass.input.shape[axis])"
      guard output == 0 else {
        return .named("place of \(rank)", .constant(Double(indices[place])))
      }
      let source = pass.input.shape.position(at: origins.offsets[place])
      let x = pass.forward.value(0).double(at: origins.offsets[place])
      return .named(rank, .sum([.term(Term("x", .input(0, source), x))]))
    case .inputGradient(_, let position):
      let copies = origins.copies(of: pass.input.shape.offset(of: position))
      return .sum(
        copies.map { .term(Term("gy", .outputGradient(0, $0), Double(pass.gradient[$0]))) })
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    selection(first.input.elements, first.input.shape).indices
      != selection(second.input.elements, second.input.shape).indices
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { inputs[0].axis(self.axis) == axis ? nil : outputs }
}

extension LargestCells {
  package static let grammar = LayerGrammar(
    "topk", summary: "the largest cells along an axis in order, and their indices",
    help: """
      Selects a number of the largest or smallest cells along an axis, the first one on a tie. \
      Other layers read the cells as NAME:0 and the indices as NAME:1; a selected cell receives the \
      gradient of its copy.
      """,
    positional: [.init("count", .whole(atLeast: 0), "how many")],
    options: [
      .init("axis", .axis, "the axis, negative from the end (default: -1)"),
      .init("smallest", .flag, "the smallest instead of the largest"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      line.whole("count") ?? 0, axis: line.whole("axis") ?? -1, takesSmallest: line.has("smallest"))
  }

  package var text: String {
    var words = [kind, "\(count)"]
    if axis != -1 { words += ["axis", "\(axis)"] }
    if takesSmallest { words.append("smallest") }
    return words.joined(separator: " ")
  }
}

extension LargestCells: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let largest = takesSmallest ? "-\(call.input)" : call.input
    if dialect == .pytorch {
      return LayerCode(
        "torch.topk(\(call.input), \(count), dim=\(axis), largest=\((!takesSmallest).python))")
    }
    guard axis == -1 || axis == call.shapes[0].rank - 1 else { return .unknown(text, call) }
    return LayerCode(
      "ops.top_k(\(largest), \(count))",
      note: takesSmallest ? "the cells have the other sign" : nil)
  }
}
