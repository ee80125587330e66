import CNNModel
import KernelInterface

/// Dropout with samples side by side.
struct DropoutLanes: LaneLayer {
  let mask: DropoutMask
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let (input, node) = (site.inputs[0], site.node)
    let target = site.buffer(input.shape)
    site.then(writes: [target]) { frame, step in
      let group = frame.pointee.group
      multiply(group + input.offset, group + target.offset, input, node, frame, step)
    }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (input, node) = (site.inputs[0], site.node)
    let (gradient, target) = (site.gradients[0], site.inputGradient(0))
    site.back(input: 0, writes: [target]) { frame, step in
      let group = frame.pointee.group
      multiply(group + gradient.offset, group + target.offset, input, node, frame, step)
    }
  }

  /// Every number of a group times its factor.
  private func multiply(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ buffer: LaneBuffer,
    _ node: Int, _ frame: UnsafePointer<LaneFrame>, _ step: UnsafePointer<LaneStep>
  ) {
    var context = step.pointee.context
    guard context.isTraining else { return to.update(from: from, count: buffer.count) }
    context.node = node
    for lane in 0..<frame.pointee.count {
      let random = mask.random(context, sample: frame.pointee.first + lane)
      for cell in 0..<buffer.shape.count {
        let place = cell * buffer.samples + lane
        to[place] = from[place] * mask.factor(random.uniform(cell))
      }
    }
  }
}
