/// Concatenation: the channels of several values behind each other.
///
/// Shapes: `[batch, a, …]`, `[batch, b, …]`, … → `[batch, a + b + …, …]`; all but the channels are
/// equal. As in PyTorch (`cat`, dimension 1) and ONNX (`Concat`, axis 1).
public struct Concatenation: SingleOutputLayer, WeightedSum {
  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard let first = inputs.first else {
      throw ShapeError("\(kind) takes inputs, but none is given")
    }
    for other in inputs {
      guard other.rank == first.rank, other.rank > 1,
        other.replacing(axis: 1, with: 0) == first.replacing(axis: 1, with: 0)
      else {
        throw ShapeError(
          "\(kind) takes shapes that differ in their channels alone, "
            + "but gets \(first.sample) and \(other.sample)")
      }
    }
    return [first.replacing(axis: 1, with: inputs.reduce(0) { $0 + $1[1] })]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let shape = checkedOutputShapes(for: inputs.map(\.shape))[0]
    var y: [S] = []
    y.reserveCapacity(shape.count)
    for sample in 0..<shape[0] {
      for input in inputs {
        let size = input.shape.sample.count
        y += input.elements[sample * size..<(sample + 1) * size]
      }
    }
    return PlainArray(shape: shape, elements: y)
  }

  public func backward(_ pass: BackwardPass) -> Gradients {
    var parts = pass.shapes.map { _ in [Float]() }
    var position = 0
    for _ in 0..<pass.gradient.shape[0] {
      for (index, shape) in pass.shapes.enumerated() {
        let size = shape.sample.count
        parts[index] += pass.gradient.elements[position..<position + size]
        position += size
      }
    }
    return Gradients(
      inputs: zip(pass.shapes, parts).map { Tensor(shape: $0, elements: $1) })
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let channels = inputs.map { $0[1] }
    return [
      "\(channels.reduce(0, +)) = " + channels.map(String.init).joined(separator: " + ")
    ]
  }

  func taps(of output: Position, _ shapes: [Shape]) -> [Tap] {
    var cell = output
    for (index, shape) in shapes.enumerated() {
      if cell[1] < shape[1] { return [Tap(input: index, cell: cell)] }
      cell[1] -= shape[1]
    }
    preconditionFailure("no channel \(output[1]) in \(shapes)")
  }

  func reach(of input: Int, _ cell: Position, _ shapes: [Shape]) -> [Reach] {
    var output = cell
    output[1] += shapes[..<input].reduce(0) { $0 + $1[1] }
    return [Reach(cell: output)]
  }

  public static let grammar = LayerGrammar(
    "concat", summary: "the channels of several layers behind each other",
    help: "Puts the channels of several layers behind each other; rows and columns must be equal.")

  public init(_ line: LayerLine) throws(LineError) {}

  public var text: String { kind }
}
