import CNNModel

/// Random images, each with a class.
struct RandomSamples: LabeledSamples {
  let images: Tensor
  let labels: [Int]

  var count: Int { labels.count }

  func label(of index: Int) -> Int { labels[index] }

  func inputs(at indices: [Int]) -> Tensor {
    let size = images.shape.sample.count
    return Tensor(
      shape: images.shape.sample.batched(indices.count),
      elements: indices.flatMap { images.elements[$0 * size..<($0 + 1) * size] })
  }

  func write(_ index: Int, to numbers: inout MutableSpan<Float>) {
    let first = index * numbers.count
    for place in 0..<numbers.count { numbers[place] = images.elements[first + place] }
  }
}

extension Network {
  /// Random numbers from 0 to 1 for each input of the network.
  func randomInputs(batch: Int) -> [Tensor] {
    sources.map { source in
      let shape = outputShapes(of: source, batch: batch)[0]
      let random = CounterRandom(seed: 1, stream: .probe, source, 0)
      return Tensor(shape: shape, elements: (0..<shape.count).map { random.uniform($0) })
    }
  }

  /// Random inputs, with the classes one after the other, or zeros where the loss compares values.
  func randomBatch(_ size: Int) -> Batch {
    let shape = outputShapes(of: output.node, batch: size)[output.output]
    let classes = max(1, shape.rank > 1 ? shape[1] : 1)
    let target =
      loss.target == .classes
      ? Target.classes((0..<shape.count / classes).map { $0 % classes }) : .values(.zeros(shape))
    return Batch(inputs: randomInputs(batch: size), target: target)
  }

  /// The floating-point operations of a layer's backward pass for one sample: two for a product and
  /// its addition, by the weights and by the inputs, but not by those of the first layers, which are
  /// images.
  func backwardOperations(of node: Int) -> Double {
    let readsImage = nodes[node].inputs.allSatisfy { nodes[$0.node].isSource }
    return Double(multiplyAccumulates(of: node) * (readsImage ? 2 : 4))
  }

  /// The floating-point operations of a training step for one sample.
  package var trainingOperations: Double {
    nodes.indices.reduce(0) {
      $0 + Double(2 * multiplyAccumulates(of: $1)) + backwardOperations(of: $1)
    }
  }
}
