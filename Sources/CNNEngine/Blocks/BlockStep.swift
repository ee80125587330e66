import CNNModel
import KernelInterface

/// A part of a step that one thread does.
struct BlockShard {
  enum Work {
    case convolve(BlockConvolution)
    case convolveDepth(BlockConvolution)
    case winograd(BlockWinograd)
    case pool(BlockPool)
    case transform(BlockRows)
    case units(UnitSums)
  }

  var work: Work
  var first: Int
  var end: Int

  func run(_ kernels: BlockKernels) {
    switch work {
    case .convolve(var work): kernels.convolve(&work, first, end)
    case .convolveDepth(var work): kernels.convolveDepth(&work, first, end)
    case .winograd(var work): kernels.convolveWinograd(&work, first, end)
    case .pool(var work): kernels.pool(&work, first, end)
    case .transform(var work): kernels.transform(&work, first, end)
    case .units(var work): kernels.sumUnits(&work, first, end)
    }
  }
}

/// A step of a plan, done before the next begins.
enum BlockStep {
  /// Shards of the plan that threads share.
  case shared(Range<Int>)
  /// The image that enters.
  case enter(source: Int, BlockPlace)
  /// From blocks to a row of numbers, channel by channel.
  case flatten(BlockPlace, into: BlockPlace)
  /// A layer that the kernels do not know.
  case layer(BlockFallback)
}

/// A layer that computes with plain tensors within a plan.
final class BlockFallback {
  let layer: any Layer
  let parameters: [Tensor]
  let statistics: [Tensor]
  let context: PassContext
  let inputs: [(place: BlockPlace, shape: Shape)]
  let outputs: [BlockPlace]

  init(
    _ layer: any Layer, parameters: [Tensor], statistics: [Tensor], context: PassContext,
    inputs: [(place: BlockPlace, shape: Shape)], outputs: [BlockPlace]
  ) {
    (self.layer, self.parameters, self.statistics) = (layer, parameters, statistics)
    (self.context, self.inputs, self.outputs) = (context, inputs, outputs)
  }

  func run(_ kernels: BlockKernels) {
    let result = layer.forward(
      ForwardPass(
        inputs: inputs.map { $0.place.tensor($0.shape, kernels) }, parameters: parameters,
        statistics: statistics, context: context))
    for (tensor, place) in zip(result.outputs, outputs) {
      tensor.elements.withUnsafeBufferPointer { elements in
        if let start = elements.baseAddress { place.fill(start, elements.count, kernels) }
      }
    }
  }
}

extension BlockPlace {
  /// Takes numbers in the plain layout.
  func fill(_ plain: UnsafePointer<Float>, _ count: Int, _ kernels: BlockKernels) {
    if case .row = form {
      memory.update(from: plain, count: count)
    } else {
      var image = image
      kernels.pack(&image, plain, start)
    }
  }

  /// Gives its numbers in the plain layout.
  func read(_ plain: UnsafeMutablePointer<Float>, _ count: Int, _ kernels: BlockKernels) {
    if case .row = form {
      plain.update(from: memory, count: count)
    } else {
      var image = image
      kernels.unpack(&image, start, plain)
    }
  }

  /// Its numbers as a tensor.
  func tensor(_ shape: Shape, _ kernels: BlockKernels) -> Tensor {
    let count = shape.count
    let elements = [Float](unsafeUninitializedCapacity: count) { buffer, written in
      if let start = buffer.baseAddress { read(start, count, kernels) }
      written = count
    }
    return Tensor(shape: shape, elements: elements)
  }
}
