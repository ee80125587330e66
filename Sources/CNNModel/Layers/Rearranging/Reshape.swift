/// Reshaping: the same numbers in row-major order with another shape.
///
/// An extent of 0 stands for the extent of the input on that axis (unless zeros are allowed), and
/// one −1 for the remaining cells. As in ONNX (`Reshape`, `Squeeze`, `Unsqueeze`).
///
/// Shapes: any → the given one, with the same number of cells.
package struct Reshape: Rearrangement {
  package let extents: [Int]
  /// Whether 0 means an extent of 0.
  package let allowsZero: Bool

  /// - Parameter extents: including the batch axis.
  package init(to extents: [Int], allowZero: Bool = false) {
    (self.extents, allowsZero) = (extents, allowZero)
  }

  package func scores(of input: Scores, for shapes: [Shape]) -> Scores {
    input.reshaped(from: shapes[0], to: checkedOutputShapes(for: shapes)[0])
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    var result: [Int] = []
    for (axis, extent) in extents.enumerated() {
      guard extent == 0, !allowsZero else {
        result.append(extent)
        continue
      }
      guard axis < input.rank else {
        throw ShapeError("\(kind) copies axis \(axis) of \(input), which has \(input.rank) axes")
      }
      result.append(input[axis])
    }
    return [try completed(result, input)]
  }

  /// The shape with −1 replaced by the remaining extent.
  private func completed(_ extents: [Int], _ input: Shape) throws(ShapeError) -> Shape {
    let open = extents.indices.filter { extents[$0] < 0 }
    guard open.count <= 1, extents.allSatisfy({ $0 >= -1 }) else {
      throw ShapeError("\(kind) to \(extents.words) leaves more than one extent open")
    }
    var result = extents
    let known = Shape.product(extents.filter { $0 >= 0 })
    if let axis = open.first, let known, known > 0, input.count % known == 0 {
      result[axis] = input.count / known
    }
    guard result.allSatisfy({ $0 >= 0 }), Shape.product(result) == input.count else {
      throw ShapeError(
        "\(kind) to \(extents.words) does not fit the \(input.count) cells of \(input)")
    }
    return Shape(result)
  }

  /// An axis follows another one where only axes with one cell are elsewhere than before.
  package func inputAxis(of axis: Int, inputs: [Shape]) -> Int? {
    let (old, new) = (inputs[0], checkedOutputShapes(for: inputs)[0])
    guard old.longAxes.map({ old[$0] }) == new.longAxes.map({ new[$0] }) else { return axis }
    let pairs = zip(new.longAxes + new.axesOfOne, old.longAxes + old.axesOfOne)
    return pairs.first { $0.0 == axis }?.1
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    let (old, new) = (inputs[0], checkedOutputShapes(for: inputs)[0])
    return old.longAxes.map { old[$0] } == new.longAxes.map { new[$0] } ? outputs : nil
  }

  func origins(_ shapes: [Shape]) -> [Origins] {
    [Origins(checkedOutputShapes(for: shapes)[0], Array(0..<shapes[0].count))]
  }

  func moveFloats(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(pass.input.reshaped(to: checkedOutputShapes(for: pass.shapes)[0]))
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: [pass.gradient.reshaped(to: pass.input.shape)])
  }

  package static let grammar = LayerGrammar(
    "reshape", summary: "the same numbers with another shape",
    help: """
      The numbers stay in row-major order, the shape changes. 0 stands for the extent of the input \
      on that axis, one -1 for the remaining cells.
      """,
    positional: [.init("extents", .wholes, "the shape, including the batch axis")],
    options: [.init("allow-zero", .flag, "0 means an extent of 0")])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(to: line.wholes("extents") ?? [], allowZero: line.has("allow-zero"))
  }

  package var text: String { "\(kind) \(extents.words)" + (allowsZero ? " allow-zero" : "") }
}

extension Reshape: CodeExportable {
  /// If the first extent is that of the input, it is a batch of any size.
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    var extents = checkedOutputShapes(for: call.shapes)[0].extents
    guard let first = extents.first, first == call.shapes[0].extents.first, !extents.contains(0)
    else {
      return LayerCode("\(dialect.library).reshape(\(call.input), \(extents.python))")
    }
    if dialect == .keras {
      let layer = PythonCall("layers.Reshape", Array(extents.dropFirst()).python)
      return LayerCode("\(layer)(\(call.input))")
    }
    extents[0] = -1
    return LayerCode("torch.reshape(\(call.input), \(extents.python))")
  }
}

extension Shape {
  /// The axes with more or less than one cell.
  fileprivate var longAxes: [Int] { extents.indices.filter { extents[$0] != 1 } }
  /// The axes with one cell.
  fileprivate var axesOfOne: [Int] { extents.indices.filter { extents[$0] == 1 } }
}
