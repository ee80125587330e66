/// The positions of all numbers that are not 0, in row-major order.
///
/// As in ONNX (`NonZero`) and NumPy (`nonzero`). They are piecewise constant, so no gradient passes.
///
/// Shapes: any → `[axes, count]`, a column for each position; a single number has one axis.
package struct NonZero: DataDependentLayer, PlaceLayer {
  package let count: Int
  static let found = "numbers other than 0"

  package init(count: Int) { self.count = count }

  package var checkedInputs: [Int] { [0] }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    [[max(1, try single(inputs).rank), count]]
  }

  func found(in inputs: InputNumbers) -> Int { offsets(inputs).count }

  private func offsets(_ inputs: InputNumbers) -> [Int] {
    (0..<inputs.shapes[0].count).filter { inputs[0, $0] != 0 }
  }

  func places(_ inputs: InputNumbers) -> [(name: String, numbers: [Int])] {
    let shape = inputs.shapes[0].rank == 0 ? [1] : inputs.shapes[0]
    let positions = offsets(inputs).prefix(count).map(shape.position(at:))
    let numbers = (0..<shape.rank).flatMap { axis in
      positions.map { $0[axis] }.filled(to: count)
    }
    return [("index of a number that is not 0", numbers)]
  }

  package static let grammar = LayerGrammar(
    "nonzero", summary: "the positions of the numbers that are not 0",
    help: """
      Gives a column of indices for every number that is not 0, in reading order. How many there are \
      depends on the input, so the network has the count of the one that it was opened with. No \
      gradient passes.
      """,
    options: [countOption])

  package init(_ line: LayerLine) throws(LineError) { count = line.whole("count") ?? 0 }

  package var text: String { count == 0 ? kind : "\(kind) count \(count)" }
}

extension NonZero: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    switch dialect {
    case .pytorch: LayerCode("torch.nonzero(\(call.input)).T")
    case .keras: LayerCode("ops.stack(ops.nonzero(\(call.input)))")
    }
  }
}
