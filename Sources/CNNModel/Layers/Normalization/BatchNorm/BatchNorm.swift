/// Batch normalization: every channel is normalized to mean 0 and variance 1, then scaled and
/// shifted.
///
/// `y = γ·(x − μ)/√(σ² + ε) + β`. In training mode, μ and σ² are the channel's mean and (biased)
/// variance over the batch and the spatial axes, and the running statistics are updated by `running
/// += m·(batch − running)`, with the unbiased variance. In evaluation mode, or when frozen, μ and
/// σ² are the running statistics, which a backward pass treats as constants. As in PyTorch
/// (`BatchNorm2d`) and ONNX (`BatchNormalization`).
/// Source: S. Ioffe, C. Szegedy, 2015.
///
/// Shapes: `[batch, channels, …]` → the same; parameters and statistics are `[channels]`.
package struct BatchNorm: RunningNormalization {
  package let epsilon: Double
  package let momentum: Double
  /// Whether training, too, uses the running statistics and leaves them unchanged.
  package let isFrozen: Bool

  package init(epsilon: Double = 1e-5, momentum: Double = 0.1, isFrozen: Bool = false) {
    (self.epsilon, self.momentum, self.isFrozen) = (epsilon, momentum, isFrozen)
  }

  package var dependsOnMode: Bool { !isFrozen }

  /// Whether mean and variance are computed from the batch.
  func usesBatch(_ context: PassContext) -> Bool { context.isTraining && !isFrozen }

  func usesInput(_ context: PassContext) -> Bool { usesBatch(context) }

  func normalGroups(of shape: Shape) -> [Int] { scaleOffsets(of: shape) }

  func scaleOffsets(of shape: Shape) -> [Int] {
    let plane = max(1, shape.strides[1])
    return (0..<shape.count).map { $0 / plane % shape[1] }
  }

  func normalAxes(of shape: Shape) -> [Int]? { [0] + (2..<max(2, shape.rank)) }

  package func outputShapes(for inputs: [Shape]) throws(ShapeError) -> [Shape] {
    let input = try single(inputs)
    guard input.rank >= 2 else {
      throw ShapeError("\(kind) takes channels, but what comes before it gives \(input.sample)")
    }
    return [input]
  }

  package func parameters(for inputs: [Shape]) -> [ParameterDeclaration] {
    let channels = inputs[0][1]
    return [
      ParameterDeclaration("weight", .scale, [channels], fanIn: 1, fanOut: 1),
      ParameterDeclaration("bias", .shift, [channels], fanIn: 1, fanOut: 1),
    ]
  }

  package func statistics(for inputs: [Shape]) -> [StatisticDeclaration] {
    [
      StatisticDeclaration("mean", [inputs[0][1]], initial: 0),
      StatisticDeclaration("variance", [inputs[0][1]], initial: 1),
    ]
  }

  package func forward(_ pass: ForwardPass) -> ForwardResult {
    let x = PlainArray(pass.input)
    let moments = moments(x, pass.statistics.map(PlainArray.init), pass.context)
    let y = normalize(x, moments, pass.parameters.map(\.elements))
    let statistics = usesBatch(pass.context) ? moved(pass.statistics, moments, x) : pass.statistics
    return ForwardResult(outputs: [y.tensor], statistics: statistics)
  }

  package func reference(_ pass: ReferencePass) -> [ReferenceTensor] {
    let x = PlainArray(pass.input)
    let moments = moments(x, pass.statistics.map(PlainArray.init), pass.context)
    return [normalize(x, moments, pass.parameters.map(\.elements)).reference]
  }

  /// `gx = γ/√(σ² + ε) · (gy − mean(gy) − x̂·mean(gy·x̂))` with the statistics of the batch, and
  /// without the two means with running statistics; `gγ = Σ gy·x̂`, `gβ = Σ gy`.
  package func backward(_ pass: BackwardPass) -> Gradients {
    let x = PlainArray(pass.input)
    let moments = moments(x, pass.forward.statistics.map(PlainArray.init), pass.context)
    let channels = channels(of: x.shape)
    var gx = pass.input.zeros
    var (scale, shift) = (pass.parameters[0].zeros, pass.parameters[1].zeros)
    for (channel, cells) in channels.enumerated() {
      let inverse = 1 / (moments.variance[channel] + Float(epsilon)).squareRoot()
      func normal(_ cell: Int) -> Float { (x.elements[cell] - moments.mean[channel]) * inverse }
      // In double precision, as in PyTorch: gx is a difference with much cancellation.
      shift[channel] = Float(cells.reduce(0.0) { $0 + Double(pass.gradient[$1]) })
      scale[channel] = Float(
        cells.reduce(0.0) { $0 + Double(pass.gradient[$1]) * Double(normal($1)) })
      let count = Float(cells.count)
      let factor = pass.parameters[0][channel] * inverse
      for cell in cells {
        let common =
          usesBatch(pass.context)
          ? shift[channel] / count + normal(cell) * (scale[channel] / count) : 0
        gx[cell] = factor * (pass.gradient[cell] - common)
      }
    }
    return Gradients(inputs: [gx], parameters: [scale, shift])
  }
}

extension BatchNorm {
  private struct Moments<S: Scalar> {
    var mean: [S]
    var variance: [S]
  }

  /// The offsets of the cells of every channel, sample by sample.
  private func channels(of shape: Shape) -> [[Int]] {
    (0..<shape[1]).map { shape.offsets(onAxis: 1, at: $0) }
  }

  private func moments<S: Scalar>(
    _ x: PlainArray<S>, _ running: [PlainArray<S>], _ context: PassContext
  ) -> Moments<S> {
    guard usesBatch(context) else {
      return Moments(mean: running[0].elements, variance: running[1].elements)
    }
    var moments = Moments<S>(mean: [], variance: [])
    for cells in channels(of: x.shape) {
      let mean = cells.reduce(0) { $0 + x.elements[$1] } / S(cells.count)
      let squares = cells.reduce(S(0)) {
        let distance = x.elements[$1] - mean
        return $0 + distance * distance
      }
      moments.mean.append(mean)
      moments.variance.append(squares / S(cells.count))
    }
    return moments
  }

  private func normalize<S: Scalar>(
    _ x: PlainArray<S>, _ moments: Moments<S>, _ parameters: [[S]]
  ) -> PlainArray<S> {
    var y = x
    for (channel, cells) in channels(of: x.shape).enumerated() {
      let inverse = 1 / (moments.variance[channel] + S(epsilon)).squareRoot()
      for cell in cells {
        let normal = (x.elements[cell] - moments.mean[channel]) * inverse
        y.elements[cell] = parameters[0][channel] * normal + parameters[1][channel]
      }
    }
    return y
  }

  /// The running statistics after a batch. A channel with a single number has no unbiased variance;
  /// its biased variance, 0, is used.
  private func moved(
    _ running: [Tensor], _ moments: Moments<Float>, _ x: PlainArray<Float>
  ) -> [Tensor] {
    let count = Float(x.shape.count / max(1, x.shape[1]))
    let unbiased = moments.variance.map { count > 1 ? $0 * count / (count - 1) : $0 }
    return zip(running, [moments.mean, unbiased]).map { old, batch in
      let moved = zip(old.elements, batch).map { $0 + Float(momentum) * ($1 - $0) }
      return Tensor(shape: old.shape, elements: moved)
    }
  }

  package static let grammar = LayerGrammar(
    "batchnorm", summary: "normalizes every channel to mean 0 and variance 1",
    help: """
      In training mode the mean and the variance are those of the batch, and running statistics \
      are updated; in evaluation mode, and always with frozen, the running statistics are used. \
      Then the channel is scaled and shifted by learned parameters.
      """,
    options: [
      .init("epsilon", .number, "added to the variance (default: 1e-5)"),
      .init("momentum", .number, "the update rate of the running statistics (default: 0.1)"),
      .init(
        "frozen", .flag, "use the running statistics in training too, and leave them unchanged"),
    ])

  package init(_ line: LayerLine) throws(LineError) {
    epsilon = line.number("epsilon") ?? 1e-5
    momentum = line.number("momentum") ?? 0.1
    isFrozen = line.has("frozen")
    guard epsilon >= 0, momentum >= 0, momentum <= 1 else {
      throw LineError(
        "batchnorm needs an epsilon of at least 0 and a momentum of 0 to 1",
        column: line.keyword.column)
    }
  }

  package var text: String {
    var words = [kind]
    if epsilon != 1e-5 { words += ["epsilon", "\(epsilon)"] }
    if momentum != 0.1 { words += ["momentum", "\(momentum)"] }
    if isFrozen { words.append("frozen") }
    return words.joined(separator: " ")
  }
}

extension BatchNorm: OperationLayer {
  func operation(for inputs: [Shape]) -> LayerOperation? {
    .batchNormalization(epsilon: epsilon, momentum: momentum, isFrozen: isFrozen)
  }
}
