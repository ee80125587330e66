/// The passes of a layer by a changed table of products, another bias, or arrays in another order.
struct ChangedProducts: Sendable {
  /// The layer's own index arithmetic.
  let geometry: ConvolutionGeometry
  /// Whether the output is the wide side.
  let isTransposed: Bool
  let hasBias: Bool
  var table: ProductTable
  /// Which products the output keeps, where not all are added.
  var selection: ProductTable.Selection?
  /// What every product is multiplied by.
  var factor = 1.0
  /// For every cell of the input, the offset where its number is read.
  var inputSource: [Int]?
  /// For every cell of the output, the offset of its sum of products.
  var outputSource: [Int]?
  /// For every cell of the output, the bias that is added, in order; `nil` for that of its channel.
  var bias: BiasSource?
  /// Whether the bias is added before the sums are put into the order of the output.
  var reordersBias = true
  /// The ranks of the layer's arrays: 2 for rows of numbers.
  let rank: Int

  /// The bias of every cell of the output.
  struct BiasSource: Sendable {
    /// The offset in the bias; negative for none.
    var indices: [Int]
    var factors: [Double]

    /// Leaves the bias out in all other cells.
    mutating func keep(_ isKept: (_ cell: Int) -> Bool) {
      for cell in indices.indices where !isKept(cell) { indices[cell] = -1 }
    }
  }

  init(_ layer: any ProductLayer, _ shapes: [Shape]) {
    geometry = layer.productGeometry(for: shapes)
    (isTransposed, hasBias, rank) = (layer.isTransposed, layer.hasBias, shapes[0].rank)
    table = ProductTable(geometry)
  }

  /// Whether the layer has places and taps, not only samples and channels.
  var hasWindow: Bool { rank > 2 }
  var outputSide: ProductTable.Side { isTransposed ? .wide : .narrow }
  var inputSide: ProductTable.Side { isTransposed ? .narrow : .wide }
  /// `[batch, channels, …]`, with one cell behind the channels for rows of numbers.
  var output: Shape { isTransposed ? table.wide : table.narrow }
  var input: Shape { isTransposed ? table.narrow : table.wide }
  var outputChannelLoop: ProductTable.Loop { isTransposed ? .wide : .narrow }
  var inputChannelLoop: ProductTable.Loop { isTransposed ? .narrow : .wide }
  var biasSource: BiasSource { bias ?? channelBias }

  /// The bias of the channel for every cell.
  var channelBias: BiasSource {
    let (plane, channels) = (max(1, output.plane), max(1, output[1]))
    return BiasSource(
      indices: (0..<output.count).map { $0 / plane % channels },
      factors: [Double](repeating: 1, count: output.count))
  }
}

/// The two passes.
extension ChangedProducts {
  func forward(_ pass: ForwardPass) -> Tensor {
    var y = table.sums(into: outputSide, factors(x: read(pass.input), pass), selection)
    if factor != 1 { y = y.map { $0 * factor } }
    if !reordersBias { y = reordered(y) }
    if hasBias {
      let (b, source) = (pass.parameters[1].elements, biasSource)
      for cell in y.indices where source.indices[cell] >= 0 {
        y[cell] += source.factors[cell] * Double(b[source.indices[cell]])
      }
    }
    return tensor(reordersBias ? reordered(y) : y, output)
  }

  /// The gradients that are the true derivatives of the changed forward pass.
  func backward(_ pass: BackwardPass) -> Gradients {
    let gradient = pass.gradient.elements
    let sums = spread(gradient)
    let gx = table.sums(into: inputSide, factors(gy: sums, pass.forward), selection)
    let gw = table.sums(into: .weight, factors(gy: sums, x: read(pass.input)), selection)
    var parameters = [Tensor(shape: pass.parameters[0].shape, elements: gw.map { Float($0 * factor) })]
    if hasBias {
      parameters.append(
        Tensor(
          shape: pass.parameters[1].shape,
          elements: biasGradient(reordersBias ? sums : gradient, pass.parameters[1].shape.count)))
    }
    return Gradients(
      inputs: [tensor(written(gx).map { $0 * factor }, input)], parameters: parameters)
  }

  /// The factors for the output or the gradient of the input.
  func factors(x: [Float] = [], gy: [Float] = [], _ pass: ForwardPass) -> ProductTable.Factors {
    var factors = factors(gy: gy, x: x)
    factors.weight = pass.parameters[0].elements
    return factors
  }

  /// The factors for the gradient of the weight.
  func factors(gy: [Float], x: [Float]) -> ProductTable.Factors {
    isTransposed
      ? ProductTable.Factors(wide: gy, narrow: x) : ProductTable.Factors(wide: x, narrow: gy)
  }

  /// Sums in the shape of the layer's arrays.
  func tensor(_ sums: [Double], _ shape: Shape) -> Tensor {
    Tensor(
      shape: hasWindow ? shape : Shape(Array(shape.extents.prefix(rank))),
      elements: sums.map { Float($0) })
  }

  /// The sums of the gradient over the cells that a bias is added to.
  private func biasGradient(_ gradient: [Float], _ count: Int) -> [Float] {
    let source = biasSource
    var sums = [Double](repeating: 0, count: count)
    for cell in gradient.indices where source.indices[cell] >= 0 {
      sums[source.indices[cell]] += source.factors[cell] * Double(gradient[cell])
    }
    return sums.map { Float($0) }
  }

  private func read(_ input: Tensor) -> [Float] {
    inputSource.map { $0.map { input[$0] } } ?? input.elements
  }

  /// The gradient of what was read, at the cells where it was read.
  private func written(_ gradient: [Double]) -> [Double] {
    guard let inputSource else { return gradient }
    var sums = [Double](repeating: 0, count: gradient.count)
    for (cell, source) in inputSource.enumerated() { sums[source] += gradient[cell] }
    return sums
  }

  private func reordered(_ sums: [Double]) -> [Double] {
    outputSource.map { $0.map { sums[$0] } } ?? sums
  }

  /// The gradient of the output, at the sums of products that it came from.
  private func spread(_ gradient: [Float]) -> [Float] {
    guard let outputSource else { return gradient }
    var sums = [Float](repeating: 0, count: gradient.count)
    for (cell, source) in outputSource.enumerated() { sums[source] += gradient[cell] }
    return sums
  }
}
