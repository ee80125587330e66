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

/// Random numbers for a network's inputs.
struct RandomData {
  let network: Network

  /// Numbers from 0 to 1 for each input.
  func inputs(batch: Int) -> [Tensor] {
    network.sources.map { source in
      let shape = network.outputShapes(of: source, batch: batch)[0]
      let random = CounterRandom(seed: 1, stream: .probe, source, 0)
      return Tensor(shape: shape, elements: (0..<shape.count).map { random.uniform($0) })
    }
  }

  /// Random inputs, with the classes one after the other, or zeros where the loss compares values.
  func batch(_ size: Int) -> Batch {
    let output = network.output
    let shape = network.outputShapes(of: output.node, batch: size)[output.output]
    let classes = max(1, shape.rank > 1 ? shape[1] : 1)
    let target =
      network.loss.target == .classes
      ? Target.classes((0..<shape.count / classes).map { $0 % classes }) : .values(.zeros(shape))
    return Batch(inputs: inputs(batch: size), target: target)
  }
}
