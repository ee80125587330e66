/// A layer that turns the numbers along an axis into shares `e^x / Σ e^x`, or their logarithms.
protocol SoftmaxPasses: Layer {
  /// The axis along which the shares add up to 1; negative ones count from the end.
  var axis: Int { get }

  /// Whether the outputs are the logarithms of the shares.
  var isLogarithm: Bool { get }

  init(axis: Int)
}

extension SoftmaxPasses {
  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    _ = try resolved(axis, of: input)
    return [input]
  }

  static var axisArgument: LayerGrammar.Argument {
    .init("axis", .axis, "the axis, negative from the end (default: 1, the channels)")
  }

  package init(_ line: LayerLine) throws(LineError) { self.init(axis: line.whole("axis") ?? 1) }

  package var text: String { axis == 1 ? kind : "\(kind) axis \(axis)" }
}
