import CNNModel
import KernelInterface

/// A part of a kernel's work that one thread runs.
struct InferenceShard {
  enum Work {
    case convolve(BlockedConvolution)
    case convolveDepthwise(BlockedConvolution)
    case winograd(BlockedWinograd)
    case transformWinograd(BlockedWinograd)
    case pool(BlockedPool)
    case transform(BlockedRows)
    case linear(LinearRows)
    /// Sets numbers to 0.
    case clear(UnsafeMutablePointer<Float>)
    /// A range of the plan's sequences, one after the other.
    case sequence
  }

  var work: Work
  var first: Int
  var end: Int

  /// - Parameter sequences: what shards that are sequences refer to.
  func run(_ kernels: BlockedKernels, _ sequences: UnsafePointer<InferenceShard>?) {
    switch work {
    case .convolve(var work): kernels.convolve(&work, first, end)
    case .convolveDepthwise(var work): kernels.convolveDepthwise(&work, first, end)
    case .winograd(var work): kernels.convolveWinograd(&work, first, end)
    case .transformWinograd(var work): kernels.transformWinograd(&work, first, end)
    case .pool(var work): kernels.pool(&work, first, end)
    case .transform(var work): kernels.transform(&work, first, end)
    case .linear(var work): kernels.linear(&work, first, end)
    case .clear(let start): (start + first).update(repeating: 0, count: end - first)
    case .sequence:
      guard let sequences else { return }
      for index in first..<end { sequences[index].run(kernels, nil) }
    }
  }
}

/// A step of an inference plan, which completes before the next one begins.
enum InferenceStep {
  /// A range of the plan's shards, which run in parallel.
  case parallel(Range<Int>)
  /// Loads an input of the network.
  case load(source: Int, ActivationBuffer)
  /// From blocks to consecutive numbers, channel by channel.
  case flatten(ActivationBuffer, into: ActivationBuffer)
  /// A function of one number without a kernel.
  case elementwise(ElementwiseRows)
  /// A layer without a kernel.
  case layer(FallbackLayer)
}

/// A layer that runs its own forward pass on plain tensors within an inference plan.
final class FallbackLayer {
  private let node: Network.Node
  private let parameters: [Tensor]
  private let statistics: [Tensor]
  private let context: PassContext
  private let inputs: [(buffer: ActivationBuffer, shape: Shape)]
  private let outputs: [ActivationBuffer]

  init(
    _ node: Network.Node, parameters: [Tensor], statistics: [Tensor], context: PassContext,
    inputs: [(buffer: ActivationBuffer, shape: Shape)], outputs: [ActivationBuffer]
  ) {
    (self.node, self.parameters, self.statistics) = (node, parameters, statistics)
    (self.context, self.inputs, self.outputs) = (context, inputs, outputs)
  }

  func run(_ kernels: BlockedKernels) {
    let result = node.forward(
      ForwardPass(
        inputs: inputs.map { $0.buffer.tensor($0.shape, kernels) }, parameters: parameters,
        statistics: statistics, context: context))
    for (tensor, buffer) in zip(result.outputs, outputs) {
      tensor.elements.withUnsafeBufferPointer { elements in
        if let start = elements.baseAddress { buffer.fill(start, elements.count, kernels) }
      }
    }
  }
}
