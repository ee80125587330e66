/// Nearest upsampling: every cell is repeated on all spatial axes.
///
/// `y[n,c,i,j] = x[n,c,⌊i/f⌋,⌊j/g⌋]`, as in PyTorch (`Upsample`, nearest).
///
/// Shapes: `[batch, channels, rows, columns]` → `[batch, channels, rows·f, columns·g]`, and likewise
/// with one or three spatial axes.
package struct Upsample: Rearrangement {
  package let factor: PerAxis

  package init(factor: PerAxis) { self.factor = factor }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let image = try singleImage(inputs, axes: factor.axisCount)
    return [Shape(zip(image.extents, factors(image)).map { $0 * $1 })]
  }

  /// The number of repetitions along each axis of the tensor.
  private func factors(_ image: Shape) -> [Int] { [1, 1] + factor.over(image.rank - 2).numbers }

  func origins(_ shapes: [Shape]) -> [Origins] {
    let (image, output) = (shapes[0], checkedOutputShapes(for: shapes)[0])
    let addends = factors(image).enumerated().map { axis, factor in
      (0..<output[axis]).map { $0 / factor * image.strides[axis] }
    }
    return [Origins(output, Offsets.sums(addends))]
  }

  package func shapeArithmetic(for inputs: [Shape]) -> [String] {
    let axes = zip(inputs[0].extents, factors(inputs[0])).dropFirst(2)
    return [axes.map { "\($0 * $1) = \($0)·\($1)" }.joined(separator: ", ")]
  }

  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? {
    guard axis >= 2 else { return nil }
    let factor = factor[axis - 2]
    return outputs.lowerBound.flooredQuotient(factor)...outputs.upperBound.flooredQuotient(factor)
  }

  package static let grammar = LayerGrammar(
    "upsample", summary: "every cell repeated",
    help: "Repeats every cell on all spatial axes; its gradient is the sum over its copies.",
    positional: [.init("factor", .perAxis(atLeast: 1), "the repetitions on every spatial axis")])

  package init(_ line: LayerLine) throws(LineError) { factor = line.perAxis("factor") ?? .one }

  package var text: String { "\(kind) \(factor.plain)" }
}

extension Int {
  /// `⌊self / divisor⌋`, also below 0.
  ///
  /// - Precondition: the divisor is above 0.
  fileprivate func flooredQuotient(_ divisor: Int) -> Int {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}

extension Upsample: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? { .upsampling(factor: factor) }
}

extension Upsample: CodeExportable {
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let axes = call.shapes[0].rank - 2
    return call.module(
      dialect, pytorch: PythonCall("Upsample").with("scale_factor", factor),
      keras: PythonCall("UpSampling\(axes)D", factor.python))
  }
}
