import CNNModel

/// What a check-up is of: a network in a state, and what it is trained with. All values, so that
/// nothing that is done for a question changes anything of the user's.
package struct CheckupSubject: Sendable {
  package var network: Network
  /// Parameters, statistics and slots now.
  package var state: ModelState
  /// With the learning rate of the training.
  package var optimizer: any Optimizer
  package var mode: ComputeMode
  package var seed: UInt64
  /// What it is trained with.
  package var data: CheckupData

  package init(
    _ network: Network, _ state: ModelState, optimizer: any Optimizer, data: CheckupData,
    mode: ComputeMode = .training, seed: UInt64
  ) {
    (self.network, self.state, self.optimizer) = (network, state, optimizer)
    (self.data, self.mode, self.seed) = (data, mode, seed)
  }

  /// The batch of a training step, counted from 0; without random changes of images.
  func batch(ofStep step: Int) -> Batch { data.batch(data.order.samples(of: step)) }

  /// The first samples of the first step, at most so many.
  func samples(atMost count: Int) -> [Int] { Array(data.order.samples(of: 0).prefix(count)) }

  /// The multiply-accumulates of a training step of so many samples: a forward pass, and twice as much
  /// for the gradients of values and of parameters.
  func work(ofStep samples: Int) -> Int { 3 * max(1, network.multiplyAccumulateCount) * samples }
}

/// The samples of a check-up.
package struct CheckupData: Sendable {
  package var name: String
  package var train: any LabeledSamples
  package var test: any LabeledSamples
  /// The train samples of each step.
  package var order: BatchOrder
  /// Whether samples have one class each that the loss compares with.
  package var hasClasses: Bool
  /// The number of classes of the network.
  package var classCount: Int?
  /// Whether the files have one part that serves for training and for testing.
  package var isShared: Bool
  /// The batch of some train samples, with what is wanted.
  package var batch: @Sendable (_ indices: [Int]) -> Batch

  package init(
    name: String, train: any LabeledSamples, test: any LabeledSamples, order: BatchOrder,
    hasClasses: Bool, classCount: Int?, isShared: Bool = false,
    batch: @escaping @Sendable ([Int]) -> Batch
  ) {
    (self.name, self.train, self.test, self.order) = (name, train, test, order)
    (self.hasClasses, self.classCount, self.isShared) = (hasClasses, classCount, isShared)
    self.batch = batch
  }

  /// How many train samples have each class.
  package var classCounts: [Int] {
    let labels = (0..<train.count).map { train.label(of: $0) }
    var counts = [Int](repeating: 0, count: max(classCount ?? 0, (labels.max() ?? -1) + 1))
    for label in labels { counts[label] += 1 }
    return counts
  }
}
