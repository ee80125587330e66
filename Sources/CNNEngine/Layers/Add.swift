/// Sum of several values of the same shape, element by element: the end of a skip connection.
///
/// Shapes: n times the same → the same.
public struct Add: SingleOutputLayer, WeightedSum {
  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard let first = inputs.first, inputs.count > 1 else {
      throw ShapeError(
        "\(kind) takes at least 2 inputs, but \(inputs.count) is given",
        proposal: "write \"\(kind) from A, B\"")
    }
    if let other = inputs.first(where: { $0 != first }) {
      throw ShapeError("\(kind) takes equal shapes, but gets \(first.sample) and \(other.sample)")
    }
    return [first]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    inputs.dropFirst().reduce(inputs[0]) { sum, next in
      PlainArray(shape: sum.shape, elements: zip(sum.elements, next.elements).map { $0 + $1 })
    }
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: pass.forward.inputs.map { _ in pass.gradient })
  }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    shapes.indices.map { Tap(input: $0, cell: output) }
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    [Reach(cell: cell)]
  }

  public static let grammar = LayerGrammar(
    "add", summary: "the sum of several layers",
    help: "Adds values of the same shape, element by element; backwards each gets the gradient.")

  public init() {}

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
