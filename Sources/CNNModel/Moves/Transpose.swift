/// Transposition: the axes in another order.
///
/// Axis `i` of the output is axis `order[i]` of the input; without an order all axes are reversed.
/// As in ONNX (`Transpose`) and NumPy (`transpose`).
///
/// Shapes: any → its extents in the order.
public struct Transpose: Move {
  /// Empty for all axes reversed.
  public let order: [Int]

  public init(order: [Int] = []) { self.order = order }

  public func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    let order = order(for: input)
    guard order.sorted() == Array(0..<input.rank) else {
      throw ShapeError("\(kind) \(order.words) is no order of the \(input.rank) axes of \(input)")
    }
    return [Shape(order.map { input[$0] })]
  }

  private func order(for input: Shape) -> [Int] {
    order.isEmpty ? (0..<input.rank).reversed() : order
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let strides = shapes[0].strides
    let addends = order(for: shapes[0]).map { axis in
      (0..<shapes[0][axis]).map { $0 * strides[axis] }
    }
    return [Origins(checkedOutputShapes(for: shapes)[0], Offsets.sums(addends))]
  }

  public func shapeArithmetic(for inputs: [Shape]) -> [String] {
    ["axes \(order(for: inputs[0]).words) of \(inputs[0])"]
  }

  public static let grammar = LayerGrammar(
    "transpose", summary: "the axes in another order",
    help: "Puts the axes into another order, such as 0,2,3,1 to have the channels last.",
    positional: [
      .init("order", .wholes, "the axes of the input; reversed unless said", isRequired: false)
    ])

  public init(_ line: LayerLine) throws(LineError) { order = line.wholes("order") ?? [] }

  public var text: String { order.isEmpty ? kind : "\(kind) \(order.words)" }
}
