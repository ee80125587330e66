import CNNModel

/// What a batch normalization reads and writes, whatever the layout, and what it does with the
/// running statistics.
struct BatchNormalizationBuffers: Sendable {
  let input: InterleavedBuffer
  let output: InterleavedBuffer
  /// The gradients of output and input; the output itself in a forward pass.
  var gradient: InterleavedBuffer
  var inputGradient: InterleavedBuffer
  /// Where scale and shift begin in the memory that all groups share.
  let parameters: [Int]
  /// From a parameter to its gradient.
  let gradientDistance: Int
  /// Where running mean and variance begin, before and after the pass.
  private let statistics: [Int]
  private let newStatistics: [Int]
  let epsilon: Float
  private let momentum: Float
  private let isFrozen: Bool

  /// Mean and variance of a channel.
  struct Moments {
    var mean: Float
    var variance: Float
  }

  /// Those of a forward pass.
  init(
    _ layer: InterleavedBatchNormalization, _ builder: NodeBuilder, output: InterleavedBuffer
  ) {
    input = builder.inputs[0]
    (self.output, gradient, inputGradient) = (output, output, output)
    (parameters, gradientDistance) = (builder.parameters, builder.gradientDistance)
    (statistics, newStatistics) = (builder.statistics, builder.newStatistics)
    (epsilon, momentum) = (Float(layer.epsilon), Float(layer.momentum))
    isFrozen = layer.isFrozen
  }

  /// Those of a backward pass.
  init(backward layer: InterleavedBatchNormalization, _ builder: NodeBuilder) {
    self.init(layer, builder, output: builder.outputs[0])
    (gradient, inputGradient) = (builder.gradients[0], builder.inputGradient(0))
  }

  /// Whether channels are normalized with the moments of the batch.
  func usesBatch(_ step: UnsafePointer<StepFrame>) -> Bool {
    step.pointee.context.isTraining && !isFrozen
  }

  /// The running statistics of a channel.
  func runningMoments(_ channel: Int, _ step: UnsafePointer<StepFrame>) -> Moments {
    let shared = step.pointee.batch.shared
    return Moments(
      mean: shared[statistics[0] + channel], variance: shared[statistics[1] + channel])
  }

  /// Writes a channel's running statistics after the pass; those of a batch have an unbiased
  /// variance.
  ///
  /// - Parameter count: how many numbers of the batch the channel has.
  func keepStatistics(
    _ channel: Int, _ moments: Moments, count: Float, _ step: UnsafePointer<StepFrame>
  ) {
    let shared = step.pointee.batch.shared
    let unbiased = count > 1 ? moments.variance * count / (count - 1) : moments.variance
    for (index, batch) in [moments.mean, unbiased].enumerated() {
      let old = shared[statistics[index] + channel]
      shared[newStatistics[index] + channel] =
        usesBatch(step) ? old + momentum * (batch - old) : old
    }
  }
}
