/// Convolution of integers with zero points.
///
/// `y[n,o,i,j] = Σ_c Σ_k Σ_l (x[n, g + c, i·s + k·d − p, j·s + l·d − p] − zx) · (w[o,c,k,l] − zw[o])`,
/// exact, as 32-bit integers that wrap around; padding has the value of the zero point. The kernel is
/// the second input; the zero point of the first one may be a third. As in ONNX (`ConvInteger`).
/// Sums of products are linear, so the gradients are those of a convolution of the numbers minus
/// their zero points; the zero points have none.
///
/// Shapes: `[batch, in, rows, columns]`, `[out, in / groups, kernel rows, kernel columns]` →
/// `[batch, out, rows′, columns′]`, with one to three spatial axes.
package struct IntegerConvolution: ExactLayer, WindowLayer {
  let groups: Int
  let rule: WindowRule
  let zeroPoints: ZeroPoints

  /// - Parameters:
  ///   - zeroPoint: that of the first input, unless it is an input too.
  ///   - weightZeroPoints: one for all, or one for every output channel.
  package init(
    kernel: PerAxis, stride: PerAxis = .one, padding: Padding = .valid, dilation: PerAxis = .one,
    groups: Int = 1, zeroPoint: Int = 0, weightZeroPoints: [Int] = [0]
  ) {
    self.groups = groups
    rule = WindowRule(kernel: kernel, stride: stride, padding: padding, dilation: dilation)
    zeroPoints = ZeroPoints(first: [zeroPoint], second: weightZeroPoints)
  }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    guard (2...3).contains(inputs.count) else {
      throw ShapeError(
        "\(kind) takes 2 or 3 inputs, but \(inputs.count) \(inputs.count == 1 ? "is" : "are") given",
        proposal: "write \"\(text) from A, KERNEL\"")
    }
    if inputs.count == 3, inputs[2].count != 1 {
      throw ShapeError("\(kind) takes one zero point, but gets \(inputs[2])")
    }
    let output = try convolution(inputs).outputShapes(for: [inputs[0]])
    let wanted = Shape([inputs[1][0], inputs[0][1] / groups] + inputs[1].extents.dropFirst(2))
    guard wanted == inputs[1], rule.kernel.over(inputs[0].rank - 2) == kernel(inputs[1]) else {
      throw ShapeError("\(text) takes a kernel of \(wanted), but gets \(inputs[1])")
    }
    try zeroPoints.check(rows: nil, columns: inputs[1][0])
    return output
  }

  private func kernel(_ shape: Shape) -> PerAxis { PerAxis(Array(shape.extents.dropFirst(2))) }

  package func outputTypes(
    for inputs: [ElementType], count: Int
  ) throws(ShapeError) -> [ElementType] { [.int32] }

  /// The convolution with the same windows.
  private func convolution(_ inputs: [Shape]) throws(ShapeError) -> Convolution {
    guard inputs[1].rank > 2, inputs[1][0] > 0 else {
      throw ShapeError("\(kind) takes a kernel with spatial axes, but gets \(inputs[1])")
    }
    return Convolution(channels: inputs[1][0], groups: groups, hasBias: false, rule: rule)
  }

  private func checkedConvolution(_ inputs: [Shape]) -> Convolution {
    do { return try convolution(inputs) } catch {
      preconditionFailure("\(kind) of unchecked shapes \(inputs): \(error)")
    }
  }

  private func geometry(_ shapes: [Shape]) -> ConvolutionGeometry {
    checkedConvolution(shapes).geometry([shapes[0]])
  }

  private func zeroPoint(_ third: Double?) -> Double { third ?? Double(zeroPoints.first[0]) }

  private func centered<S: Scalar>(_ weights: [S], _ shape: Shape) -> [S] {
    let size = max(1, shape.sample.count)
    return weights.indices.map { weights[$0] - S(zeroPoints.second.zeroPoint($0 / size)) }
  }

  private func sums(_ x: [Double], _ weights: [Double], zero: Double, _ shapes: [Shape])
    -> [Double]
  {
    Loops.convolution(
      x.map { $0 - zero }, weight: centered(weights, shapes[1]), bias: nil, geometry(shapes))
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let sums = sums(
      pass.inputs[0].elements.map(Double.init), pass.inputs[1].elements.map(Double.init),
      zero: zeroPoint(pass.inputs.count > 2 ? Double(pass.inputs[2][0]) : nil), pass.shapes)
    let y = IntegerTensor(sums: sums, shape: geometry(pass.shapes).narrowShape)
    return ForwardResult(values: [.integers(y)])
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let sums = sums(
      pass.inputs[0].elements, pass.inputs[1].elements,
      zero: zeroPoint(pass.inputs.count > 2 ? pass.inputs[2].elements[0] : nil), pass.shapes)
    return [ReferenceTensor(shape: geometry(pass.shapes).narrowShape, elements: sums)]
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let geometry = geometry(pass.shapes)
    let zero = Float(
      zeroPoint(pass.forward.inputs.count > 2 ? Double(pass.forward.inputs[2][0]) : nil))
    let weights = centered(pass.forward.inputs[1].elements, pass.shapes[1])
    let gx = Loops.transposedConvolution(
      pass.gradient.elements, weight: weights, bias: nil, geometry)
    let gw = Loops.weightGradient(
      wide: pass.input.elements.map { $0 - zero }, narrow: pass.gradient.elements, geometry)
    let gradients = zip(pass.shapes, [gx, gw]).map { Tensor(shape: $0, elements: $1) }
    return Gradients(inputs: gradients + pass.forward.inputs.dropFirst(2).map(\.zeros))
  }

  package func multiplyAccumulates(for inputs: [Shape]) -> Int {
    checkedConvolution(inputs).multiplyAccumulates(for: [inputs[0]])
  }
}

/// Definitions.
extension IntegerConvolution {
  package func define(_ cell: CellReference, in pass: BackwardPass) -> Expression {
    let convolution = checkedConvolution(pass.shapes)
    let image = [pass.shapes[0]]
    switch cell {
    case .output(_, let position):
      return .sum(
        convolution.taps(of: position, image).byChannel { tap in
          .product([pixel(tap.cell, outside: tap.outside, pass), weight(tap.weight ?? [], pass)])
        })
    case .inputGradient(0, let position):
      return .sum(
        convolution.reach(of: 0, position, image).map { reach in
          .product([gradient(reach.cell, pass), weight(reach.weight ?? [], pass)])
        })
    case .inputGradient(1, let position):
      return .sum(
        convolution.connections(of: position, image).map { use in
          .product([pixel(use.input, outside: use.outside, pass), gradient(use.output, pass)])
        })
    case .inputGradient: return .sum([])
    case .parameterGradient: preconditionFailure("\(kind) has no parameters")
    }
  }

  private func pixel(_ cell: Position?, outside: Position, _ pass: BackwardPass) -> Expression {
    guard let cell else { return .term(Term("pad", .padding(outside), 0)) }
    let x = Term("x", .input(0, cell), Double(pass.input[cell]))
    let third = pass.forward.inputs.count > 2 ? Double(pass.forward.inputs[2][0]) : nil
    return .centered(x, zeroPoint: zeroPoint(third))
  }

  private func weight(_ place: Position, _ pass: BackwardPass) -> Expression {
    let w = Term("w", .input(1, place), Double(pass.forward.inputs[1][place]))
    return .centered(w, zeroPoint: Double(zeroPoints.second.zeroPoint(place[0])))
  }

  private func gradient(_ cell: Position, _ pass: BackwardPass) -> Expression {
    .term(Term("gy", .outputGradient(0, cell), Double(pass.gradient[cell])))
  }

  package static let grammar = LayerGrammar(
    "integer-conv", summary: "convolution of integers with a kernel of another layer",
    help: """
      The exact sum of the products of integers minus what stands for 0. The second layer gives the \
      kernel, a third one may give what stands for 0 in the first. Sums are 32-bit integers.
      """,
    positional: [
      .init("kernel", .perAxis(atLeast: 1), "the kernel's size on every spatial axis")
    ],
    options: [
      WindowRule.strideArgument, WindowRule.padArgument, WindowRule.dilationArgument,
      .init("groups", .whole(atLeast: 1), "independent groups of channels"),
      ZeroPoints.zeroArgument, ZeroPoints.weightArgument,
    ])

  package init(_ line: LayerLine) throws(LineError) {
    groups = line.whole("groups") ?? 1
    rule = WindowRule(line, kernel: line.perAxis("kernel") ?? .one, stride: .one)
    zeroPoints = ZeroPoints(line)
  }

  package var text: String {
    var words = [kind, rule.kernel.full] + rule.words(defaultStride: .one)
    if groups != 1 { words += ["groups", "\(groups)"] }
    return (words + zeroPoints.words).joined(separator: " ")
  }
}
