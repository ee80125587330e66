/// A layer whose output has as many cells as it finds in its inputs: its shape depends on their
/// numbers.
///
/// The shapes of a network are fixed, so the layer has the ``count`` of one input, that with which
/// the network was opened, and a result only for inputs with the same count. For another input cells
/// are dropped or filled with 0, and ``ConditionalLayer/violation(of:_:)`` says so.
protocol DataDependentLayer: ShapeDecidingLayer {
  /// How many cells there are to find.
  var count: Int { get }

  /// What is found, in the plural: `boxes`.
  static var found: String { get }

  /// How many cells the inputs have.
  func found(in inputs: InputNumbers) -> Int
}

extension DataDependentLayer {
  package func violation(of values: [Value], _ shapes: [Shape]) -> String? {
    let found = found(in: InputNumbers(values))
    guard found != count else { return nil }
    return
      "it finds \(found) \(Self.found) in this input, but the network was opened for \(count); "
      + "open it with this input"
  }

  static var countOption: LayerGrammar.Argument {
    .init("count", .whole(atLeast: 0), "how many \(found) there are (default: 0)")
  }
}

/// The numbers of a layer's inputs, in any precision.
struct InputNumbers {
  let shapes: [Shape]
  private let number: (_ input: Int, _ offset: Int) -> Double

  init(_ values: [Value]) {
    shapes = values.map(\.shape)
    number = { values[$0].double(at: $1) }
  }

  init(_ pass: ForwardPass) { self.init(pass.inputs.indices.map(pass.value)) }

  init(_ pass: ReferencePass) {
    shapes = pass.shapes
    number = { pass.inputs[$0].elements[$1] }
  }

  /// The number at a row-major offset of an input.
  subscript(input: Int, offset: Int) -> Double { number(input, offset) }
}

/// A layer that gives places or counts: whole numbers that are piecewise constant, so that no
/// gradient passes.
protocol PlaceLayer: WholeAxisLayer {
  /// The places, an array for each output, and for each what it is.
  func places(_ inputs: InputNumbers) -> [(name: String, numbers: [Int])]
}

extension PlaceLayer {
  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [ElementType](repeating: .int64, count: count) }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    ForwardResult(
      values: zip(checkedOutputShapes(for: pass.shapes), places(InputNumbers(pass))).map {
        .integers(
          IntegerTensor(shape: $0, elementType: .int64, wrapping: $1.numbers.map { Int128($0) }))
      })
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    zip(checkedOutputShapes(for: pass.shapes), places(InputNumbers(pass))).map {
      ReferenceTensor(shape: $0, elements: $1.numbers.map(Double.init))
    }
  }

  /// Zeros.
  package func backward(_ pass: BackwardPass) -> Gradients {
    Gradients(inputs: pass.forward.inputs.map(\.zeros))
  }

  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    switch cell {
    case .output(let output, let position):
      let (name, numbers) = places(InputNumbers(pass.forward))[output]
      let offset = pass.outputs[output].shape.offset(of: position)
      return .named(name, .constant(Double(numbers[offset])))
    case .inputGradient: return .sum([])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  package func crossesKink(from first: ReferencePass, to second: ReferencePass) -> Bool {
    reference(first) != reference(second)
  }
}

extension [Int] {
  /// So many numbers: the first of these, or zeros behind them.
  func filled(to count: Int) -> [Int] {
    Array(prefix(count)) + [Int](repeating: 0, count: Swift.max(0, count - self.count))
  }
}
