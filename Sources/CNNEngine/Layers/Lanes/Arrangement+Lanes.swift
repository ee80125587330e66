import CNNModel
import KernelInterface

/// The same numbers in the same order: nothing moves.
struct ReshapeLanes: LaneLayer {
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    return [site.inputs[0].at(site.inputs[0].offset, [site.inputs[0].shape.count])]
  }

  func lanesBack(_ site: LaneSite) {
    site.inputGradients[0] = site.gradients[0].at(
      site.gradients[0].offset, site.inputs[0].shape)
  }
}

/// The sum of several values with samples side by side.
struct SumLanes: LaneLayer {
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let (inputs, target) = (site.inputs, site.buffer(site.inputs[0].shape))
    let add = site.kernels.add
    site.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      let to = group + target.offset
      to.update(from: group + inputs[0].offset, count: target.count)
      for input in inputs.dropFirst() { add(group + input.offset, to, target.count) }
    }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    for input in site.inputs.indices { site.inputGradients[input] = site.gradients[0] }
  }
}

/// Channels behind each other, with samples side by side.
struct ConcatenationLanes: LaneLayer {
  let axis: Int

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    guard axis == 1 else { return nil }
    let inputs = site.inputs
    let channels = inputs.reduce(0) { $0 + $1.shape[0] }
    let target = site.buffer(inputs[0].shape.replacing(axis: 0, with: channels))
    site.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      var to = group + target.offset
      for input in inputs {
        to.update(from: group + input.offset, count: input.count)
        to += input.count
      }
    }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    var offset = site.gradients[0].offset
    for (index, input) in site.inputs.enumerated() {
      site.inputGradients[index] = input.at(offset, input.shape)
      offset += input.count
    }
  }
}

/// Repeated cells, with samples side by side.
struct UpsampleLanes: LaneLayer {
  let factor: Pair

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let input = site.inputs[0]
    let shape = input.shape
    let target = site.buffer([shape[0], shape[1] * factor.rows, shape[2] * factor.columns])
    let factor = factor
    site.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      let (from, to) = (group + input.offset, group + target.offset)
      copies(input, target, factor) { small, large in to[large] = from[small] }
    }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (gradient, target, factor) = (site.gradients[0], site.inputGradient(0), factor)
    site.back(input: 0, writes: [target]) { frame, _ in
      let group = frame.pointee.group
      let (from, to) = (group + gradient.offset, group + target.offset)
      to.update(repeating: 0, count: target.count)
      copies(target, gradient, factor) { small, large in to[small] += from[large] }
    }
  }
}

/// Calls `body` with the offsets of every number and each of its copies.
@inline(__always)
private func copies(
  _ small: LaneBuffer, _ large: LaneBuffer, _ factor: Pair, _ body: (Int, Int) -> Void
) {
  let (rows, columns, samples) = (large.shape[1], large.shape[2], large.samples)
  for channel in 0..<large.shape[0] {
    for row in 0..<rows {
      let line = (channel * small.shape[1] + row / factor.rows) * small.shape[2]
      for column in 0..<columns {
        let from = (line + column / factor.columns) * samples
        let to = ((channel * rows + row) * columns + column) * samples
        for sample in 0..<samples { body(from + sample, to + sample) }
      }
    }
  }
}
