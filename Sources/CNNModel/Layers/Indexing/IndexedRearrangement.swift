/// A layer that copies cells of its first input to places which whole numbers of its second input
/// name.
///
/// A fractional number is truncated, and one out of range gives NaN (0 or false among integers and
/// booleans). The gradient of a cell is the sum over its copies; the indices have none.
protocol IndexedRearrangement: ConditionalLayer, MovingLayer, WholeAxisLayer {
  /// The names of the two inputs, for a sentence.
  static var inputNames: [String] { get }

  /// The origins of the output's cells in the first input.
  ///
  /// - Parameters:
  ///   - values, indices: shapes that the layer accepts.
  ///   - places: the second input, truncated; `Int.max` for what is beyond ±2³¹.
  func origins(_ values: Shape, _ indices: Shape, _ places: [Int]) -> Origins

  /// The numbers that the second input may have at an offset, and what they count.
  func range(of index: Int, _ values: Shape, _ indices: Shape) -> IndexRange
}

extension IndexedRearrangement {
  static var inputNames: [String] { ["A", "INDICES"] }

  /// The two inputs.
  ///
  /// - Throws: ``ShapeError`` when there are not exactly two.
  func pair(_ inputs: [Shape]) throws(ShapeError) -> (values: Shape, indices: Shape) {
    guard inputs.count == 2 else {
      throw ShapeError(
        "\(kind) takes 2 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from \(Self.inputNames.joined(separator: ", "))\"")
    }
    return (inputs[0], inputs[1])
  }

  /// That of the values.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [inputs[0]] }

  package var checkedInputs: [Int] { [1] }

  package func violation(of values: [Value], _ shapes: [Shape]) -> String? {
    values[0].violation { range(of: $0, shapes[0], shapes[1]) }
  }

  private func origins(_ pass: ForwardPass) -> Origins {
    origins(pass.shapes[0], pass.shapes[1], pass.value(1).places)
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let origins = origins(pass)
    var result = ForwardResult(origins.read(pass.input.elements, filling: .nan).tensor)
    result.exactOutputs[0] = origins.read([pass.value(0)])
    return result
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let places = pass.inputs[1].elements.map(Int.init(place:))
    let origins = origins(pass.shapes[0], pass.shapes[1], places)
    return [origins.read(pass.input.elements, filling: .nan).reference]
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    var gradient = [Float](repeating: 0, count: pass.input.shape.count)
    origins(pass.forward).addGradient(pass.gradient, to: &gradient)
    return Gradients(inputs: [
      Tensor(shape: pass.input.shape, elements: gradient), pass.forward.inputs[1].zeros,
    ])
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    origins(pass.forward).define(cell, in: pass, missing: .constant(.nan, "no such cell")) {
      Double(pass.input[$0])
    }
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    zip(first.inputs[1].elements, second.inputs[1].elements).contains {
      $0.rounded(.towardZero) != $1.rounded(.towardZero)
    }
  }
}

extension Int {
  /// A number truncated to an index; `Int.max` for one beyond ±2³¹ and for NaN.
  init(place number: Double) { self = number.magnitude < 0x1p31 ? Int(number) : .max }
}

extension Value {
  /// Its numbers, truncated to indices.
  var places: [Int] { (0..<shape.count).map { Int(place: double(at: $0)) } }
}
