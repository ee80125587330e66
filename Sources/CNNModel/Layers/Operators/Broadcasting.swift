/// A layer that computes every cell from the corresponding cells of all inputs, which broadcast to
/// a common shape by NumPy's rule.
///
/// The gradient of an input that was repeated is the sum over its copies.
///
/// Shapes: aligned at their last axes; extents of 1 are repeated.
protocol Broadcasting: SingleOutputLayer {
  /// The number of inputs.
  var inputCount: ClosedRange<Int> { get }

  /// The function of one number from each input.
  func value<S: Scalar>(_ x: [S]) -> S

  /// The slope with respect to the `index`-th number, where the value is `y`; `nil` where no
  /// gradient passes.
  func slope<S: Scalar>(by index: Int, _ x: [S], _ y: S) -> S?

  /// The value as an expression.
  func define(_ x: [Term]) -> Expression

  /// The slope as an expression, where it is not `nil`.
  func defineSlope(by index: Int, _ x: [Term], _ y: Term) -> Expression

  /// The function of one integer from each input, before it wraps around to the type of the
  /// output; `nil` where it is not computed exactly. False is 0 and true is 1.
  func integer(_ x: [Int128]) -> Int128?

  /// Which of several smooth pieces of the function the numbers lie on; the slope jumps between
  /// pieces.
  func piece<S: Scalar>(_ x: [S]) -> Int
}

extension Broadcasting {
  func piece<S: Scalar>(_ x: [S]) -> Int { 0 }

  func integer(_ x: [Int128]) -> Int128? { nil }

  /// The type of the first input where all are integers that are computed exactly; else 32-bit
  /// floats.
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] {
    guard let type = inputs.first, inputs.allSatisfy(\.isInteger),
      integer([Int128](repeating: 1, count: inputs.count)) != nil
    else { return [.float32] }
    return [type]
  }

  /// The exact result where all inputs are integers or booleans; else floats.
  package func forward(_ pass: ForwardPass) -> ForwardResult {
    if pass.exactInputs.count == pass.inputs.count,
      let exact = exactOutput(pass.inputs.indices.map(pass.value))
    {
      return ForwardResult(values: [exact])
    }
    return ForwardResult(
      compute(
        pass.inputs.map(PlainArray.init), pass.parameters.map(PlainArray.init), pass.context
      ).tensor)
  }

  /// The result of integers and booleans; `nil` where it is not computed exactly.
  private func exactOutput(_ inputs: [Value]) -> Value? {
    guard let type = try? outputTypes(for: inputs.map(\.elementType), count: 1)[0],
      !type.isFloating
    else { return nil }
    let places = BroadcastPlaces(inputs.map(\.shape))
    var x = [Int128](repeating: 0, count: inputs.count)
    var y: [Int128] = []
    y.reserveCapacity(places.output.count)
    for cell in 0..<places.output.count {
      for index in inputs.indices {
        x[index] = inputs[index].integer(at: places.offset(of: cell, input: index))
      }
      guard let number = integer(x) else { return nil }
      y.append(number)
    }
    return Value(shape: places.output, type, y)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard inputCount.contains(inputs.count) else { throw wrongCount(inputs.count) }
    if let output = Shape.broadcast(inputs) { return [output] }
    var output: Shape = []
    for input in inputs {
      guard let wider = Shape.broadcast([output, input]) else {
        throw ShapeError(
          "\(kind) takes shapes that are equal or 1 on every axis, but gets \(output) and \(input)")
      }
      output = wider
    }
    return [output]
  }

  private func wrongCount(_ count: Int) -> ShapeError {
    let (least, most) = (inputCount.lowerBound, inputCount.upperBound)
    let wanted = least == most ? "\(least)" : "at least \(least)"
    let names = ["A", "B", "C"].prefix(max(least, 2)).joined(separator: ", ")
    return ShapeError(
      "\(kind) takes \(wanted) input\(least == 1 ? "" : "s"), but \(count) "
        + "\(count == 1 ? "is" : "are") given",
      proposal: count < least ? "write \"\(text) from \(names)\"" : nil)
  }

  func compute<S: Scalar>(
    _ inputs: [PlainArray<S>], _ parameters: [PlainArray<S>], _ context: PassContext
  ) -> PlainArray<S> {
    let places = BroadcastPlaces(inputs.map(\.shape))
    var numbers = [S](repeating: 0, count: inputs.count)
    var y: [S] = []
    y.reserveCapacity(places.output.count)
    for cell in 0..<places.output.count {
      for index in inputs.indices {
        numbers[index] = inputs[index].elements[places.offset(of: cell, input: index)]
      }
      y.append(value(numbers))
    }
    return PlainArray(shape: places.output, elements: y)
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let places = BroadcastPlaces(pass.shapes)
    var gradients = pass.forward.inputs.map(\.zeros)
    var numbers = [Float](repeating: 0, count: gradients.count)
    for cell in 0..<places.output.count {
      let offsets = numbers.indices.map { places.offset(of: cell, input: $0) }
      for index in numbers.indices { numbers[index] = pass.forward.inputs[index][offsets[index]] }
      for index in numbers.indices {
        guard let slope = slope(by: index, numbers, pass.output[cell]) else { continue }
        gradients[index][offsets[index]] += pass.gradient[cell] * slope
      }
    }
    return Gradients(inputs: gradients)
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    let places = BroadcastPlaces(first.shapes)
    func piece(_ cell: Int, _ pass: ReferencePass) -> Int {
      self.piece(
        pass.inputs.indices.map {
          pass.inputs[$0].elements[places.offset(of: cell, input: $0)]
        })
    }
    return (0..<places.output.count).contains { piece($0, first) != piece($0, second) }
  }
}

extension Broadcasting {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let places = BroadcastPlaces(pass.shapes)
    switch cell {
    case .output(_, let position):
      return define(terms(places.output.offset(of: position), places, pass))
        .stored(as: pass.forward.integerType(of: self))
    case .inputGradient(let input, let position):
      let target = pass.shapes[input].offset(of: position)
      let cells = (0..<places.output.count).filter {
        places.offset(of: $0, input: input) == target
      }
      return .sum(cells.compactMap { defineShare($0, of: input, places, pass) })
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  /// The contribution of an output cell to the gradient of an input; `nil` for none.
  private func defineShare(
    _ cell: Int, of input: Int, _ places: BroadcastPlaces, _ pass: BackwardPass
  ) -> Expression? {
    let x = terms(cell, places, pass)
    let numbers = x.map { Float($0.value) }
    guard slope(by: input, numbers, pass.output[cell]) != nil else { return nil }
    let position = places.output.position(at: cell)
    let gy = Term("gy", .outputGradient(0, position), Double(pass.gradient[cell]))
    let y = Term("y", .output(0, position), Double(pass.output[cell]))
    let slope = defineSlope(by: input, x, y)
    if case .term(let one) = slope, one.source == .constant, one.value == 1 { return .term(gy) }
    return .product([.term(gy), .named("slope", slope)])
  }

  private func terms(_ cell: Int, _ places: BroadcastPlaces, _ pass: BackwardPass) -> [Term] {
    let symbols = pass.shapes.count > 3 ? [] : ["a", "b", "c"]
    return pass.shapes.indices.map { index in
      let offset = places.offset(of: cell, input: index)
      let position = pass.shapes[index].position(at: offset)
      let symbol = symbols.isEmpty ? "x" : symbols[index]
      let number = pass.forward.value(index).double(at: offset)
      return Term(symbol, .input(index, position), number)
    }
  }
}

/// The cell of each input that corresponds to a cell of the common shape.
struct BroadcastPlaces {
  let output: Shape
  /// The offsets by input; `nil` where the input has the common shape.
  private let offsets: [[Int]?]

  /// - Precondition: the shapes broadcast.
  init(_ shapes: [Shape]) {
    guard let output = Shape.broadcast(shapes) else {
      preconditionFailure("unchecked shapes \(shapes)")
    }
    self.output = output
    offsets = shapes.map { $0 == output ? nil : $0.offsets(broadcastTo: output) }
  }

  func offset(of cell: Int, input: Int) -> Int { offsets[input]?[cell] ?? cell }
}
