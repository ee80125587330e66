/// A value that decided something when the network was opened, such as a shape or a number of cells:
/// it is passed on, and the network has a result only where it is the same again.
///
/// `y = x`, as long as `x` has the required numbers.
///
/// Shapes: that of the numbers → the same.
package struct RequiredValue: ShapeDecidingLayer, Rearrangement {
  package let shape: Shape
  package let numbers: [Double]

  /// - Precondition: the shape has as many elements as there are numbers.
  package init(_ shape: Shape, _ numbers: [Double]) {
    precondition(shape.count == numbers.count, "\(numbers.count) numbers for \(shape)")
    (self.shape, self.numbers) = (shape, numbers)
  }

  package var checkedInputs: [Int] { [0] }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input == shape else {
      throw ShapeError("\(kind) takes \(shape), but what comes before it gives \(input)")
    }
    return [shape]
  }

  package func violation(of values: [Value], _ shapes: [Shape]) -> String? {
    let found = numbers.indices.map { values[0].double(at: $0) }
    let isSame = zip(found, numbers).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
    if isSame { return nil }
    return "it is \(Self.list(found)) for this input, but the network was opened for "
      + "\(Self.list(numbers)); open it with this input"
  }

  private static func list(_ numbers: [Double]) -> String {
    let shown = numbers.prefix(8).map { $0 == $0.rounded() ? "\(Int128(truncating: $0))" : "\($0)" }
    return shown.joined(separator: ",") + (numbers.count > 8 ? ",…" : "")
  }

  func origins(_ shapes: [Shape]) -> [Origins] { [Origins(shape, Array(0..<shape.count))] }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { outputs }

  package static let grammar = LayerGrammar(
    "require", summary: "a value that decided a shape when the network was opened",
    help: """
      Passes its input on. The shapes after it were decided by these numbers, so for an input that \
      gives others the network has no result.
      """,
    positional: [.init("numbers", .numbers, "the numbers")],
    options: [.init("shape", .extents, "their shape (default: one axis)")])

  package init(_ line: LayerLine) throws(LineError) {
    let numbers = line.numbers("numbers") ?? []
    let shape = line.shape("shape") ?? [numbers.count]
    guard shape.count == numbers.count else {
      throw LineError(
        "require has \(numbers.count) numbers for a shape of \(shape.count)",
        column: line.keyword.column)
    }
    self.init(shape, numbers)
  }

  package var text: String {
    "\(kind) \(numbers.words)" + (shape == [numbers.count] ? "" : " shape \(shape.extentsText)")
  }
}

extension RequiredValue: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    LayerCode(call.input)
  }
}
