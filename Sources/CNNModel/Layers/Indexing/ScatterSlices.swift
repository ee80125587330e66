/// Scattering by tuples: every tuple of indices in a second value selects a cell or a part that an
/// update is written to.
///
/// `y[indices[i, 0], indices[i, 1], …] = updates[i, …]`, where the tuples lie on the last axis of the
/// indices; a negative index counts from the end. As in ONNX (`ScatterND`).
///
/// Shapes: the values `[a, b, rest…]`, indices `[n…, 2]`, updates `[n…, rest…]` → the shape of the
/// values.
package struct ScatterSlices: Scattering {
  package let reduction: ScatterReduction

  package init(reduction: ScatterReduction = .replace) { self.reduction = reduction }

  private static let addresses = SliceAddresses(batchAxes: 0)

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    try checkCount(inputs)
    guard let depth = Self.addresses.depth(inputs[1], inputs[0]),
      inputs[2].extents == inputs[1].extents.dropLast() + inputs[0].extents[depth...]
    else {
      throw ShapeError(
        "\(kind) takes tuples of indices and updates that fit \(inputs[0]), "
          + "not \(inputs[1]) and \(inputs[2])")
    }
    return [inputs[0]]
  }

  func targets(_ shapes: [Shape], _ places: [Int]) -> [Int] {
    Self.addresses.offsets(places, shapes[1], in: shapes[0])
  }

  func axis(of index: Int, _ shapes: [Shape]) -> Int { index % shapes[1][shapes[1].rank - 1] }

  package static let grammar = LayerGrammar(
    "scatter-nd", summary: "a copy with updates at the cells or parts that tuples of indices name",
    help: """
      Reads values, indices and updates; the last axis of the indices is a tuple with an index for \
      each of the first axes. The gradient of a cell that was replaced goes to the last update.
      """,
    options: [reductionArgument])

  package init(_ line: LayerLine) throws(LineError) {
    reduction = line.choice("with").flatMap(ScatterReduction.init) ?? .replace
  }

  package var text: String { ([kind] + reductionWords).joined(separator: " ") }
}
