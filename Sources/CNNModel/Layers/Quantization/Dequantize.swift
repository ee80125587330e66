/// The real numbers that quantized ones stand for.
///
/// `y = (x − zero point) · scale`, in 32 bits; `gx = gy · scale`. As in ONNX (`DequantizeLinear`).
///
/// Shapes: any → the same; one scale for all, for every index of an axis, or for every block.
package struct Dequantize: SingleOutputLayer {
  package let quantization: Quantization

  package init(_ quantization: Quantization) { self.quantization = quantization }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    try quantization.check(input)
    return [input]
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let x = inputs[0]
    let places = quantization.grid.places(in: x.shape)
    let y = x.elements.indices.map { offset in
      let place = places.place(of: offset)
      return (x.elements[offset] - S(quantization.zeroPoint(place)))
        * S(quantization.scales[place])
    }
    return PlainArray(shape: x.shape, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let places = quantization.grid.places(in: pass.input.shape)
    var gradient = pass.gradient
    gradient.transform { $1 * quantization.scales[places.place(of: $0)] }
    return Gradients(inputs: [gradient])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let places = quantization.grid.places(in: pass.input.shape)
    switch cell {
    case .output(_, let position):
      let offset = pass.input.shape.offset(of: position)
      let place = places.place(of: offset)
      let x = Term("x", .input(0, position), pass.forward.value(0).double(at: offset))
      return .product([
        .centered(x, zeroPoint: Double(quantization.zeroPoint(place))),
        .constant(Double(quantization.scales[place]), "scale"),
      ])
    case .inputGradient(_, let position):
      let offset = pass.input.shape.offset(of: position)
      let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[offset]))
      let scale = quantization.scales[places.place(of: offset)]
      return .product([.term(gy), .constant(Double(scale), "scale")])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  package static let grammar = LayerGrammar(
    "dequantize", summary: "the real numbers that quantized ones stand for",
    help: "(x − zero) · scale: the other way than quantize.",
    positional: [
      .init(
        "type", .choice((Quantization.types + [.int32]).map(\.rawValue)), "the type of the input")
    ],
    options: [
      Quantization.scaleArgument, Quantization.zeroArgument, Quantization.axisArgument,
      Quantization.blockArgument,
    ])

  package init(_ line: LayerLine) throws(LineError) { quantization = Quantization(line) }

  package var text: String {
    ([kind, quantization.type.rawValue] + quantization.words).joined(separator: " ")
  }
}

extension Expression {
  /// A number minus its zero point.
  static func centered(_ x: Term, zeroPoint: Double) -> Expression {
    zeroPoint == 0
      ? .term(x) : .sum([.term(x), .constant(-zeroPoint, "− zero point")])
  }
}
