import CNNModel

/// Integers times a whole number, as 64-bit integers: the smallest layer that is exact. Not in the
/// catalog.
package struct IntegerMultiple: ExactLayer {
  let factor: Int

  package static let grammar = LayerGrammar(
    "integer-multiple", summary: "integers times a whole number", help: "For tests.",
    positional: [.init("factor", .whole(atLeast: 1), "the factor")])

  package init(_ factor: Int) { self.factor = factor }

  package init(_ line: LayerLine) throws(LineError) { factor = line.whole("factor") ?? 1 }

  package var text: String { "\(kind) \(factor)" }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] { inputs }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] {
    guard inputs[0].isInteger else {
      throw ShapeError("\(kind) takes integers, but what comes before it gives \(inputs[0])")
    }
    return [.int64]
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let x = pass.value(0)
    let y = (0..<x.shape.count).map { x.integer(at: $0) * Int128(factor) }
    return ForwardResult(values: [
      .integers(IntegerTensor(shape: x.shape, elementType: .int64, wrapping: y))
    ])
  }

  package func backward(_ pass: BackwardPass) -> Gradients { Gradients(inputs: [pass.input.zeros]) }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    [
      ReferenceTensor(
        shape: pass.input.shape, elements: pass.input.elements.map { $0 * Double(factor) })
    ]
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    guard case .output(_, let position) = cell else { return .sum([]) }
    let x = pass.forward.value(0).double(at: pass.input.shape.offset(of: position))
    return .product([.term(Term("x", .input(0, position), x)), .constant(Double(factor))])
  }
}
