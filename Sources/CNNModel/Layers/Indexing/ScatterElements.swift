/// Scattering one by one: every update is written to the cell at its own position but for one axis, on
/// which a second value has the index.
///
/// `y[indices[i, j, …], j, …] = updates[i, j, …]` for axis 0; a negative index counts from the end.
/// As in ONNX (`ScatterElements`) and PyTorch (`scatter`, `scatter_reduce`).
///
/// Shapes: the values, indices of the same rank and at most their extents on the other axes, updates
/// of the shape of the indices → the shape of the values.
package struct ScatterElements: Scattering {
  /// Negative ones count from the end.
  package let axis: Int
  package let reduction: ScatterReduction

  package init(axis: Int = 0, reduction: ScatterReduction = .replace) {
    (self.axis, self.reduction) = (axis, reduction)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    try checkCount(inputs)
    let addresses = ElementAddresses(axis: try resolved(axis, of: inputs[0]))
    guard addresses.fit(inputs[1], inputs[0]), inputs[2] == inputs[1] else {
      throw ShapeError(
        "\(kind) axis \(axis) takes indices and updates that fit \(inputs[0]), "
          + "not \(inputs[1]) and \(inputs[2])")
    }
    return [inputs[0]]
  }

  func targets(_ shapes: [Shape], _ places: [Int]) -> [Int] {
    ElementAddresses(axis: checked(axis, of: shapes[0])).offsets(places, shapes[1], in: shapes[0])
  }

  func axis(of index: Int, _ shapes: [Shape]) -> Int { checked(axis, of: shapes[0]) }

  package static let grammar = LayerGrammar(
    "scatter-elements", summary: "a copy with updates at the cells that indices name on an axis",
    help: """
      Reads values, indices and updates: each update is written to a cell of its own line along an \
      axis. The gradient of a cell that was replaced goes to the last update.
      """,
    options: [.init("axis", .axis, "the axis (default: 0)"), reductionArgument])

  package init(_ line: LayerLine) throws(LineError) {
    self.init(
      axis: line.whole("axis") ?? 0,
      reduction: line.choice("with").flatMap(ScatterReduction.init) ?? .replace)
  }

  package var text: String {
    ([kind] + (axis == 0 ? [] : ["axis", "\(axis)"]) + reductionWords).joined(separator: " ")
  }
}

extension ScatterElements: CodeExportable {
  /// Keras has no such operation.
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    guard dialect == .pytorch else { return .unknown(text, call) }
    let arguments = "\(axis), \(call.inputs[1]).long(), \(call.inputs[2])"
    let name =
      switch reduction {
      case .replace: ""
      case .add: "sum"
      case .multiply: "prod"
      case .minimum: "amin"
      case .maximum: "amax"
      }
    return LayerCode(
      reduction == .replace
        ? "\(call.input).scatter(\(arguments))"
        : "\(call.input).scatter_reduce(\(arguments), reduce=\"\(name)\")")
  }
}
