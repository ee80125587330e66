/// A layer that normalizes groups of cells of each sample to mean 0 and variance 1, then scales and
/// shifts them by learned numbers.
///
/// `y = γ·x̂ + β` with `x̂ = (x − μ)/√(σ² + ε)`, μ and the (biased) variance σ² over the group.
/// `gx = (γ·gy − mean(γ·gy) − x̂·mean(γ·gy·x̂))/√(σ² + ε)`, `gγ = Σ gy·x̂`, `gβ = Σ gy`.
protocol GroupedNormalization: NormalizationPasses, WholeAxisLayer {
  /// Whether there is a shift β.
  var hasShift: Bool { get }

  /// The groups of an input.
  ///
  /// - Precondition: the layer accepts the shape.
  func groups(of input: Shape) -> NormalGroups
}

extension GroupedNormalization {
  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    let shape = groups(of: inputs[0]).parameters
    let scale = ParameterDeclaration("weight", .scale, shape, fanIn: 1, fanOut: 1)
    guard hasShift else { return [scale] }
    return [scale, ParameterDeclaration("bias", .shift, shape, fanIn: 1, fanOut: 1)]
  }

  func normalGroups(of shape: Shape) -> [Int] {
    let size = max(1, groups(of: shape).size)
    return (0..<shape.count).map { $0 / size }
  }

  func scaleOffsets(of shape: Shape) -> [Int] {
    let groups = groups(of: shape)
    return (0..<shape.count).map { groups.parameter(of: $0) }
  }

  func usesInput(_ context: PassContext) -> Bool { true }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let parameters = pass.parameters.map(PlainArray.init)
    return ForwardResult(compute(PlainArray(pass.input), parameters).tensor)
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let parameters = pass.parameters.map(PlainArray.init)
    return [compute(PlainArray(pass.input), parameters).reference]
  }

  private func compute<S: Scalar>(
    _ x: PlainArray<S>, _ parameters: [PlainArray<S>]
  ) -> PlainArray<S> {
    var y = x
    let groups = groups(of: y.shape)
    for cells in groups.groups(of: y.shape) {
      let moments = NormalMoments(cells, y.elements, epsilon: epsilon)
      for cell in cells {
        let place = groups.parameter(of: cell)
        let scaled = Double(parameters[0].elements[place]) * moments.normal(y.elements[cell])
        y.elements[cell] = S(scaled + (hasShift ? Double(parameters[1].elements[place]) : 0))
      }
    }
    return y
  }

  package func backward(_ pass: BackwardPass) -> Gradients {
    let (x, groups) = (pass.input.elements, groups(of: pass.input.shape))
    var gx = pass.input.zeros
    var sums = pass.parameters.map { [Double](repeating: 0, count: $0.shape.count) }
    for cells in groups.groups(of: pass.input.shape) {
      let moments = NormalMoments(cells, x, epsilon: epsilon)
      func share(_ cell: Int) -> Double {
        Double(pass.gradient[cell]) * Double(pass.parameters[0][groups.parameter(of: cell)])
      }
      let count = Double(cells.count)
      let mean = cells.reduce(0) { $0 + share($1) } / count
      let along = cells.reduce(0) { $0 + share($1) * moments.normal(x[$1]) } / count
      for cell in cells {
        let (normal, place) = (moments.normal(x[cell]), groups.parameter(of: cell))
        gx[cell] = Float(moments.inverse * (share(cell) - mean - normal * along))
        sums[0][place] += Double(pass.gradient[cell]) * normal
        if hasShift { sums[1][place] += Double(pass.gradient[cell]) }
      }
    }
    let parameters = zip(pass.parameters, sums).map {
      Tensor(shape: $0.shape, elements: $1.map(Float.init))
    }
    return Gradients(inputs: [gx], parameters: parameters)
  }

  func check(_ input: Shape) throws(ShapeError) -> Shape {
    guard input.rank >= 2, input[1] > 0 else {
      throw ShapeError("\(kind) takes channels, but what comes before it gives \(input)")
    }
    return input
  }
}
