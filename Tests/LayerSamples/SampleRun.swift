import CNNModel

/// A layer of a sample with the arguments and results of its passes.
package struct SampleRun {
  package let layer: any Layer
  package let pass: BackwardPass
  package let gradients: Gradients
  package let content: LayerSample.Content

  /// The layers of a sample, all layers of a composite, in training and outside of it.
  package static func all(_ sample: LayerSample) throws -> [SampleRun] {
    var inputs = sample.inputs.enumerated().map {
      numbers($1, seed: 1 + UInt64($0), sample.content)
    }
    var runs: [SampleRun] = []
    for part in try LayerCatalog.layers(sample.words, input: sample.inputs.first) {
      for mode in part.layer.dependsOnMode ? ComputeMode.allCases : [.evaluation] {
        runs.append(try SampleRun(part.layer, inputs, sample.content, mode: mode))
      }
      inputs = runs.last?.pass.outputs ?? []
    }
    return runs
  }

  /// A layer on inputs of some shapes.
  ///
  /// - Throws: where the layer refuses them.
  package init(_ layer: any Layer, on shapes: [Shape]) throws {
    _ = try layer.outputShapes(for: shapes)
    let inputs = shapes.enumerated().map { Self.numbers($1, seed: 1 + UInt64($0), .ties) }
    try self.init(layer, inputs, .ties, mode: .evaluation)
  }

  /// A layer on inputs.
  ///
  /// - Precondition: the layer accepts them.
  package init(_ layer: any Layer, inputs: [Tensor]) throws {
    try self.init(layer, inputs, .special, mode: .evaluation)
  }

  private init(
    _ layer: any Layer, _ inputs: [Tensor], _ content: LayerSample.Content, mode: ComputeMode
  ) throws {
    self.layer = layer
    self.content = content
    let shapes = inputs.map(\.shape)
    let parameters = layer.parameters(for: shapes).enumerated().map {
      Self.numbers($1.shape, seed: 11 + UInt64($0), .normal)
    }
    let statistics = layer.statistics(for: shapes).map { declaration in
      Self.numbers(declaration.shape, seed: 21, .normal).map { declaration.initial + 0.2 * $0 }
    }
    let context = PassContext(mode: mode, seed: 5, step: 3, node: 2, firstSample: 1)
    let forward = ForwardPass(
      inputs: inputs, parameters: parameters, statistics: statistics, context: context)
    let outputs = layer.forward(forward).outputs
    let seeds = outputs.enumerated().map {
      Self.numbers($1.shape, seed: 31 + UInt64($0), .normal)
    }
    pass = BackwardPass(forward: forward, outputs: outputs, gradients: seeds)
    gradients = layer.backward(pass)
  }

  /// The same with an infinite weight and an infinite gradient.
  package var diverged: SampleRun {
    var forward = pass.forward
    if !forward.parameters.isEmpty { forward.parameters[0][0] = .infinity }
    var gradient = pass.gradient
    gradient[0] = -.infinity
    let outputs = layer.forward(forward).outputs
    return SampleRun(
      layer: layer,
      pass: BackwardPass(forward: forward, outputs: outputs, gradients: [gradient]))
  }

  private init(layer: any Layer, pass: BackwardPass) {
    (self.layer, self.pass) = (layer, pass)
    (gradients, content) = (layer.backward(pass), .special)
  }

  /// Random numbers that are the same in every call.
  package static func numbers(_ shape: Shape, seed: UInt64, _ content: LayerSample.Content)
    -> Tensor
  {
    let random = CounterRandom(seed: seed, stream: .probe, 7, 7)
    let elements = (0..<shape.count).map { index -> Float in
      let normal = random.normal(index)
      switch content {
      case .normal: return 2 * normal
      case .positive: return 0.1 + normal.magnitude
      case .ties: return normal.rounded()
      case .unit: return 0.95 * normal / (1 + normal.magnitude)
      case .large: return 1.2 + normal.magnitude
      case .special:
        return [0: -.infinity, 5: .nan, 9: .infinity, 11: 1e30][index % 24] ?? normal
      }
    }
    return Tensor(shape: shape, elements: elements)
  }
}

extension SampleRun {
  /// All offsets of a small tensor, at least `limit` random ones of a large one.
  package static func offsets(_ shape: Shape, limit: Int = 200) -> [Int] {
    guard shape.count > 2 * limit else { return Array(0..<shape.count) }
    let random = CounterRandom(seed: 3, stream: .probe, 1, 1)
    return Set((0..<2 * limit).map { random.below(shape.count, $0) }).sorted()
  }

  package var context: String {
    pass.context.isTraining ? "\(layer.text) in training" : layer.text
  }
}
