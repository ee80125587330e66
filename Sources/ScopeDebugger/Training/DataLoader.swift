package import CNNModel

/// What a training step's batch is.
package enum BatchSource: Hashable, Sendable {
  /// The chosen image alone.
  case image
  /// Images of a data set.
  case dataSet(DataLoader)

  /// Evaluation mode for an image alone, which has no statistics of its own worth the name, and
  /// training mode for a data set.
  package var usualMode: ComputeMode {
    switch self {
    case .image: .evaluation
    case .dataSet: .training
    }
  }
}

/// Mini-batches of a data set: which images a step takes is a function of seed and step.
package struct DataLoader: Hashable, Sendable {
  package let data: TrainingData
  package var batchSize: Int
  package var isShuffled = true
  /// What is done to images at random.
  package var augmentation = Augmentation()
  /// The step with which it begins, and the epoch that this step belongs to.
  package var firstStep = 0
  package var firstEpoch = 0

  package init(_ data: TrainingData, batchSize: Int) {
    self.data = data
    self.batchSize = data.batchSize(atMost: batchSize)
  }

  package func order(seed: UInt64) -> BatchOrder {
    BatchOrder(
      count: data.train.count, batchSize: batchSize, seed: seed, isShuffled: isShuffled,
      start: (firstStep, firstEpoch))
  }

  /// How many steps take every image once.
  package var stepsPerEpoch: Int { order(seed: 0).stepsPerEpoch }

  /// Whether it gives the same samples in such batches, wherever it begins.
  func givesSameBatches(as other: DataLoader) -> Bool {
    (data, batchSize, augmentation, isShuffled)
      == (other.data, other.batchSize, other.augmentation, other.isShuffled)
  }

  /// The same images in batches that begin with a step: a new epoch, unless one just began.
  func begun(at step: Int, seed: UInt64) -> DataLoader {
    let place = order(seed: seed).place(of: step)
    var loader = self
    (loader.firstStep, loader.firstEpoch) = (step, place.epoch + (place.index == 0 ? 0 : 1))
    return loader
  }

  /// The batch of a step.
  func batch(for network: Network, step: Int, seed: UInt64) -> Batch {
    let indices = order(seed: seed).samples(of: step)
    let images = augmentation.apply(to: data.train.inputs(at: indices), seed: seed, step: step)
    let output = network.outputShapes(of: network.output.node, batch: indices.count)[0]
    return Batch(inputs: [images], target: data.train.target(at: indices, images, output, network))
  }
}

extension FittedSamples {
  /// What the output for some samples is compared with: their targets, their classes, or they
  /// themselves.
  func target(
    at indices: [Int], _ images: Tensor, _ output: Shape, _ network: Network
  ) -> Target {
    if let target = target(at: indices, output) { return target }
    return network.comparesWithClasses
      ? network.loss.target.target(indices.map(label), output) : .values(images)
  }
}

extension StepSetup {
  /// The batch of a step.
  ///
  /// - Returns: the batch without a target, and why, when there is no loss to compute.
  func batch(for network: Network, step: Int) -> (batch: Batch, withoutTarget: String?) {
    let (batch, reason): (Batch, String?) =
      switch source {
      case .image: input.batch(for: network)
      case .dataSet(let samples): (samples.batch(for: network, step: step, seed: seed), nil)
      }
    return (edits.applied(to: batch, at: step, of: network), reason)
  }

  /// The data set that training goes on with, whether or not a step takes its images.
  package var trainingData: DataLoader? { dataLoader ?? waiting }

  /// The images of a data set that a step takes; `nil` for the chosen image alone.
  package var dataLoader: DataLoader? {
    if case .dataSet(let loader) = source { loader } else { nil }
  }
}
