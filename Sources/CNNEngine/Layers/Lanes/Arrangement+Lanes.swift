import KernelInterface

extension Flatten: LaneLayer {
  // The same numbers in the same order: nothing moves.
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let input = site.shapes[0]
    guard axis == 1 || axis == 1 - input.rank else { return nil }
    return [LaneBuffer(offset: site.inputs[0].offset, shape: [site.inputs[0].shape.count])]
  }

  func lanesBack(_ site: LaneSite) {
    site.inputGradients[0] = LaneBuffer(
      offset: site.gradients[0].offset, shape: site.inputs[0].shape)
  }
}

extension Add: LaneLayer {
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

extension Concatenation: LaneLayer {
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    guard site.shapes[0].axis(axis) == 1 else { return nil }
    let inputs = site.inputs
    let target = site.buffer(checkedOutputShapes(for: site.shapes)[0].sample)
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
      site.inputGradients[index] = LaneBuffer(offset: offset, shape: input.shape)
      offset += input.count
    }
  }
}

extension Upsample: LaneLayer {
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let input = site.inputs[0]
    let target = site.buffer(checkedOutputShapes(for: site.shapes)[0].sample)
    let factor = factor
    site.then(writes: [target]) { frame, _ in
      let group = frame.pointee.group
      copies(input, target, factor) { small, large in
        storeCell(loadCell(group + input.offset + small), group + target.offset + large)
      }
    }
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (gradient, target, factor) = (site.gradients[0], site.inputGradient(0), factor)
    site.back(input: 0, writes: [target]) { frame, _ in
      let group = frame.pointee.group
      let (from, to) = (group + gradient.offset, group + target.offset)
      to.update(repeating: 0, count: target.count)
      copies(target, gradient, factor) { small, large in
        storeCell(loadCell(to + small) + loadCell(from + large), to + small)
      }
    }
  }
}

/// Calls `body` with the offsets of every cell and each of its copies.
@inline(__always)
private func copies(
  _ small: LaneBuffer, _ large: LaneBuffer, _ factor: Pair, _ body: (Int, Int) -> Void
) {
  let (rows, columns) = (large.shape[1], large.shape[2])
  for channel in 0..<large.shape[0] {
    for row in 0..<rows {
      let line = (channel * small.shape[1] + row / factor.rows) * small.shape[2]
      for column in 0..<columns {
        body(
          (line + column / factor.columns) * laneCount,
          ((channel * rows + row) * columns + column) * laneCount)
      }
    }
  }
}
