import CNNModel
import KernelInterface

/// Several values concatenated along the channels, each of which begins with a block: their blocks one
/// after the other.
struct BlockedConcatenation: InterleavedLayer {
  let axis: Int
  let setup: BlockedSetup

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let lanes = setup.lanes
    guard axis == 1, builder.inputs.allSatisfy({ $0.shape.rank == 3 }),
      builder.inputs.dropLast().allSatisfy({ $0.shape[0] % lanes == 0 })
    else { return nil }
    for input in builder.inputs.indices { builder.convertInput(input, block: lanes) }
    let channels = builder.inputs.reduce(0) { $0 + $1.shape[0] }
    let target = builder.memory.buffer(
      builder.inputs[0].shape.replacing(axis: 0, with: channels), block: lanes)
    var offset = target.offset
    for input in builder.inputs {
      builder.forward.append(
        setup.sum([input.offset], offset, input.count, builder.kernels.add))
      offset += input.count
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    var offset = builder.gradients[0].offset
    for (index, input) in builder.inputs.enumerated() {
      builder.passOn(input.at(offset), to: index)
      offset += input.count
    }
  }
}

extension InterleavedBuffer {
  /// A tensor of the same form in another place of the group.
  fileprivate func at(_ offset: Int) -> InterleavedBuffer {
    InterleavedBuffer(offset: offset, shape: shape, samples: samples, block: block)
  }
}
