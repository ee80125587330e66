import CNNModel
import KernelInterface

/// Dropout.
struct InterleavedDropout: InterleavedLayer {
  let mask: DropoutMask

  var readsOutputBack: Bool { false }

  func buildForward(_ builder: NodeBuilder) -> [InterleavedBuffer]? {
    let (input, node) = (builder.inputs[0], builder.node)
    let target = builder.buffer(input.shape)
    builder.then(writes: [target]) { frame, step in
      let group = frame.pointee.group
      multiply(group + input.offset, group + target.offset, input, node, frame, step)
    }
    return [target]
  }

  func buildBackward(_ builder: NodeBuilder) {
    let (input, node) = (builder.inputs[0], builder.node)
    let (gradient, target) = (builder.gradients[0], builder.inputGradient(0))
    builder.back(input: 0, writes: [target]) { frame, step in
      let group = frame.pointee.group
      multiply(group + gradient.offset, group + target.offset, input, node, frame, step)
    }
  }

  /// Writes every number of a group times its factor.
  private func multiply(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ buffer: InterleavedBuffer,
    _ node: Int, _ frame: UnsafePointer<GroupFrame>, _ step: UnsafePointer<StepFrame>
  ) {
    var context = step.pointee.context
    guard context.isTraining else { return to.update(from: from, count: buffer.count) }
    context.node = node
    for sample in 0..<frame.pointee.count {
      let random = mask.random(context, sample: frame.pointee.first + sample)
      for cell in 0..<buffer.shape.count {
        let place = cell * buffer.samples + sample
        to[place] = from[place] * mask.factor(random.uniform(cell))
      }
    }
  }
}
