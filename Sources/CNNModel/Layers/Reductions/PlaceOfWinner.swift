/// A layer that gives the index of the maximum or minimum along an axis.
///
/// The index is piecewise constant, so there is no gradient. NaN is selected over numbers.
///
/// Shapes: the axis gets the extent 1, or is removed.
protocol PlaceOfWinner: SingleOutputLayer, CodeExportable {
  /// Negative ones count from the end.
  var axis: Int { get }
  var keepsAxis: Bool { get }

  /// Whether the last cell is selected on a tie.
  var lastWins: Bool { get }
  var isSmallest: Bool { get }

  init(axis: Int, keepsAxis: Bool, lastWins: Bool)
}

extension PlaceOfWinner {
  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let axis = try resolved(axis, of: input)
    guard input[axis] > 0 else {
      throw ShapeError("\(kind) along an axis of \(input) without cells")
    }
    let reduced = ReducedAxes(input: input, axes: [axis])
    return [keepsAxis ? reduced.kept : reduced.dropped]
  }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [.int64] }

  private func place<S: Scalar>(_ cells: [Int], _ x: [S]) -> Int {
    cells.winner(of: x, isSmallest: isSmallest, lastWins: lastWins)
      .flatMap { cells.firstIndex(of: $0) } ?? 0
  }

  private func reduced(_ input: Shape) -> ReducedAxes {
    ReducedAxes(input: input, axes: [checked(axis, of: input)])
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    let y = reduced(x.shape).groups.map { S(place($0, x.elements)) }
    return PlainArray(shape: checkedOutputShapes(for: [x.shape])[0], elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients { Gradients(inputs: [pass.input.zeros]) }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(_, let position):
      let cells = reduced(pass.input.shape).group(pass.output.shape.offset(of: position))
      let place = place(cells, pass.input.elements)
      let size = isSmallest ? "smallest" : "largest"
      return .named("place of the \(size) of \(cells.count)", .constant(Double(place)))
    case .inputGradient: return .sum([])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    reference(first) != reference(second)
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { keepsAxis && inputs[0].axis(self.axis) != axis ? outputs : nil }

  static func placeGrammar(_ keyword: String, _ size: String) -> LayerGrammar {
    LayerGrammar(
      keyword, summary: "the index of the \(size) cell along an axis",
      help: """
        The index, counted from 0, of the \(size) cell along an axis, the first one on a tie. It is \
        piecewise constant, so no gradient passes.
        """,
      options: [
        .init("axis", .axis, "the axis, negative from the end (default: 0)"),
        .init("drop", .flag, "remove the axis instead of keeping it with extent 1"),
        .init("last", .flag, "on a tie the last cell"),
      ])
  }

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      axis: line.whole("axis") ?? 0, keepsAxis: !line.has("drop"), lastWins: line.has("last"))
  }

  package var text: String {
    var words = [kind]
    if axis != 0 { words += ["axis", "\(axis)"] }
    if !keepsAxis { words.append("drop") }
    if lastWins { words.append("last") }
    return words.joined(separator: " ")
  }
}

extension PlaceOfWinner {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (x, name) = (call.input, isSmallest ? "argmin" : "argmax")
    let note = lastWins ? "of equal ones the last" : nil
    return switch dialect {
    case .pytorch:
      LayerCode(
        "torch.\(name)(\(x), dim=\(axis), keepdim=\(keepsAxis.python)).float()", note: note)
    case .keras:
      LayerCode(
        "ops.cast(ops.\(name)(\(x), axis=\(axis), keepdims=\(keepsAxis.python)), \"float32\")",
        note: note)
    }
  }
}
