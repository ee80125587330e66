import CNNModel
import KernelInterface

/// Reshaping: the same numbers in the same order.
struct InterleavedReshape: InterleavedLayer {
  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let input = builder.inputs[0]
    let shape: Shape = [input.shape.count]
    guard !builder.fusion.sharesMemory else { return [input.at(input.offset, shape)] }
    let target = builder.buffer(shape)
    builder.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      (group + target.offset).update(from: group + input.offset, count: target.count)
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    builder.passOn(builder.gradients[0].at(builder.gradients[0].offset, builder.inputs[0].shape))
  }
}

/// The element-wise sum of several values.
struct InterleavedSum: InterleavedLayer {
  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let (inputs, target) = (builder.inputs, builder.buffer(builder.inputs[0].shape))
    let add = builder.kernels.add
    builder.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      let to = group + target.offset
      to.update(from: group + inputs[0].offset, count: target.count)
      for input in inputs.dropFirst() { add(group + input.offset, to, target.count) }
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    for input in builder.inputs.indices { builder.passOn(builder.gradients[0], to: input) }
  }
}

/// Several values concatenated along the channels.
struct InterleavedConcatenation: InterleavedLayer {
  let axis: Int

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    guard axis == 1 else { return nil }
    let inputs = builder.inputs
    let channels = inputs.reduce(0) { $0 + $1.shape[0] }
    let target = builder.buffer(inputs[0].shape.replacing(axis: 0, with: channels))
    builder.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      var to = group + target.offset
      for input in inputs {
        to.update(from: group + input.offset, count: input.count)
        to += input.count
      }
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    var offset = builder.gradients[0].offset
    for (index, input) in builder.inputs.enumerated() {
      builder.passOn(input.at(offset, input.shape), to: index)
      offset += input.count
    }
  }
}

/// Nearest-neighbor upsampling: every cell is repeated on both axes.
struct InterleavedUpsampling: InterleavedLayer {
  let factor: PerAxis

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let input = builder.inputs[0]
    let shape = input.shape
    let target = builder.buffer([shape[0], shape[1] * factor[0], shape[2] * factor[1]])
    let factor = factor
    builder.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      let (from, to) = (group + input.offset, group + target.offset)
      copies(input, target, factor) { small, large in to[large] = from[small] }
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (gradient, target, factor) = (builder.gradients[0], builder.inputGradient(0), factor)
    builder.back(input: 0, writes: [target]) { frame, _ in
      let group = frame.pointee.group
      let (from, to) = (group + gradient.offset, group + target.offset)
      to.update(repeating: 0, count: target.count)
      copies(target, gradient, factor) { small, large in to[small] += from[large] }
    }
  }
}

/// Calls `body` with the offsets of every number and of each of its copies.
@inline(__always)
private func copies(
  _ small: InterleavedBuffer, _ large: InterleavedBuffer, _ factor: PerAxis,
  _ body: (Int, Int) -> Void
) {
  let (rows, columns, samples) = (large.shape[1], large.shape[2], large.samples)
  let (rowFactor, columnFactor) = (factor[0], factor[1])
  for channel in 0..<large.shape[0] {
    for row in 0..<rows {
      let line = (channel * small.shape[1] + row / rowFactor) * small.shape[2]
      for column in 0..<columns {
        let from = (line + column / columnFactor) * samples
        let to = ((channel * rows + row) * columns + column) * samples
        for sample in 0..<samples { body(from + sample, to + sample) }
      }
    }
  }
}
