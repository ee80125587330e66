import CNNModel

/// The images of a training: the samples of an epoch in the order of the steps.
final class TrainingSource: @unchecked Sendable {
  private let samples: any LabeledSamples
  private let order: BatchOrder
  private let augmentation: Augmentation
  private let shape: Shape
  /// The samples of the epoch in their order.
  private var epoch: [Int]
  private var number = -1
  /// The step's batch, as a range of the epoch.
  private(set) var batch = 0..<0

  init(
    _ samples: any LabeledSamples, _ order: BatchOrder, _ augmentation: Augmentation,
    _ shape: Shape
  ) {
    (self.samples, self.order, self.shape) = (samples, order, shape)
    self.augmentation = augmentation
    epoch = Array(0..<order.count)
  }

  /// Moves to the batch of a step.
  func seek(to step: Int) {
    let (number, index) = order.place(of: step)
    let first = index * order.batchSize
    batch = first..<min(order.count, first + order.batchSize)
    guard number != self.number, order.isShuffled else { return }
    self.number = number
    let shuffle = Shuffle(count: order.count, seed: order.seed, epoch: number)
    for place in epoch.indices { epoch[place] = shuffle[place] }
  }

  /// - Parameter place: an index of ``batch``.
  func label(_ place: Int) -> Int { samples.label(of: epoch[place]) }

  /// Writes the image of a sample of the batch, augmented, to an address.
  func write(_ sample: Int, to numbers: UnsafeMutablePointer<Float>, _ step: Int) {
    let index = epoch[batch.lowerBound + sample]
    let buffer = UnsafeMutableBufferPointer(start: numbers, count: shape.count)
    var target = buffer.mutableSpan
    guard !augmentation.changes.isEmpty, shape.rank == 3 else {
      return samples.write(index, to: &target)
    }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: shape.count) { image in
      var original = image.mutableSpan
      samples.write(index, to: &original)
      buffer.update(repeating: 0)
      augmentation.copy(
        original.span, to: &target, from: 0, shape, seed: order.seed, step: step, sample: sample)
    }
  }
}
