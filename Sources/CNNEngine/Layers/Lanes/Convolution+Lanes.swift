import CNNModel
import KernelInterface

/// A convolution with samples side by side.
struct ConvolutionLanes: LaneLayer {
  let geometry: ConvolutionGeometry
  let hasBias: Bool
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let target = site.buffer(geometry.narrowShape.sample)
    guard !geometry.isLinear else {
      let units = target.at(target.offset, [geometry.narrowChannels])
      let body = site.units(
        site.inputs[0], units, weights: site.parameters[0],
        bias: hasBias ? site.parameters[1] : nil)
      site.then(writes: [target], body)
      return [target]
    }
    let body = site.gather(
      geometry, from: site.inputs[0], to: target, weights: site.parameters[0],
      bias: hasBias ? site.parameters[1] : nil)
    site.then(writes: [target], body)
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (input, gradient) = (site.inputs[0], site.gradients[0])
    let target = site.inputGradient(0)
    if geometry.isLinear {
      let body = site.unitsBack(gradient, target, weights: site.parameters[0])
      site.back(input: 0, writes: [target], body)
      site.outerSum(input, gradient, 0)
    } else {
      let body = site.scatter(
        geometry, from: gradient, to: target, weights: site.parameters[0], bias: nil)
      site.back(input: 0, writes: [target], body)
      site.correlate(geometry, wide: input, narrow: gradient, 0)
    }
    if hasBias { site.sumChannels(gradient, 1) }
  }
}

/// A transposed convolution with samples side by side.
struct TransposedConvolutionLanes: LaneLayer {
  let geometry: ConvolutionGeometry
  let hasBias: Bool
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let target = site.buffer(geometry.wideShape.sample)
    let body = site.scatter(
      geometry, from: site.inputs[0], to: target, weights: site.parameters[0],
      bias: hasBias ? site.parameters[1] : nil)
    site.then(writes: [target], body)
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (input, gradient) = (site.inputs[0], site.gradients[0])
    let target = site.inputGradient(0)
    let body = site.gather(
      geometry, from: gradient, to: target, weights: site.parameters[0], bias: nil)
    site.back(input: 0, writes: [target], body)
    site.correlate(geometry, wide: gradient, narrow: input, 0)
    if hasBias { site.sumChannels(gradient, 1) }
  }
}

/// A linear layer with samples side by side.
struct LinearLanes: LaneLayer {
  let units: Int
  let hasBias: Bool
  var readsOutputBack: Bool { false }

  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let target = site.buffer([units])
    let body = site.units(
      site.inputs[0], target, weights: site.parameters[0],
      bias: hasBias ? site.parameters[1] : nil)
    site.then(writes: [target], body)
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (input, gradient) = (site.inputs[0], site.gradients[0])
    let target = site.inputGradient(0)
    let body = site.unitsBack(gradient, target, weights: site.parameters[0])
    site.back(input: 0, writes: [target], body)
    site.outerSum(input, gradient, 0)
    if hasBias { site.sumChannels(gradient, 1) }
  }
}

extension LaneSite {
  /// Units that read all numbers of an input, in the order of their weights.
  fileprivate func units(
    _ input: LaneBuffer, _ target: LaneBuffer, weights: Int, bias: Int?
  ) -> LaneOperation.Body {
    let row = input.at(input.offset, [input.shape.count])
    let channels = WalkChannels(
      groups: 1, targets: target.shape.count, sources: row.shape.count,
      targetStride: row.shape.count, sourceStride: 1, groupStride: 0)
    return walk(
      .one(samples), channels, from: row, to: target, weights: weights, bias: bias, form: .dots)
  }

  /// What units send back to all numbers of their input.
  fileprivate func unitsBack(
    _ gradient: LaneBuffer, _ target: LaneBuffer, weights: Int
  ) -> LaneOperation.Body {
    let row = target.at(target.offset, [target.shape.count])
    let outputs = gradient.at(gradient.offset, [gradient.shape.count])
    let channels = WalkChannels(
      groups: 1, targets: row.shape.count, sources: outputs.shape.count, targetStride: 1,
      sourceStride: row.shape.count, groupStride: 0)
    return walk(
      .one(samples), channels, from: outputs, to: row, weights: weights, bias: nil, form: .spread)
  }

  /// From wide to narrow: the forward pass of a convolution.
  fileprivate func gather(
    _ geometry: ConvolutionGeometry, from source: LaneBuffer, to target: LaneBuffer, weights: Int,
    bias: Int?
  ) -> LaneOperation.Body {
    let kernel = geometry.kernelPlane
    let channels = WalkChannels(
      groups: geometry.groups, targets: geometry.narrowGroup, sources: geometry.wideGroup,
      targetStride: geometry.wideGroup * kernel, sourceStride: kernel,
      groupStride: geometry.narrowGroup * geometry.wideGroup * kernel)
    if samples == 1, let frame = ImageFrame(gather: geometry.window) {
      return walk(
        frame, geometry, channels, from: source, to: target, weights: weights, bias: bias)
    }
    let tables = WalkTables(
      rows: AxisTaps(gather: geometry.window.rows),
      columns: AxisTaps(gather: geometry.window.columns),
      kernelColumns: geometry.window.kernel.columns, channels: channels.sources, samples: samples)
    return walk(tables, channels, from: source, to: target, weights: weights, bias: bias)
  }

  /// From narrow to wide: the input gradient of a convolution.
  fileprivate func scatter(
    _ geometry: ConvolutionGeometry, from source: LaneBuffer, to target: LaneBuffer, weights: Int,
    bias: Int?
  ) -> LaneOperation.Body {
    let kernel = geometry.kernelPlane
    let channels = WalkChannels(
      groups: geometry.groups, targets: geometry.wideGroup, sources: geometry.narrowGroup,
      targetStride: kernel, sourceStride: geometry.wideGroup * kernel,
      groupStride: geometry.narrowGroup * geometry.wideGroup * kernel)
    if samples == 1, let frame = ImageFrame(scatter: geometry.window) {
      return walk(
        frame, geometry, channels, from: source, to: target, weights: weights, bias: bias)
    }
    let tables = WalkTables(
      rows: AxisTaps(scatter: geometry.window.rows),
      columns: AxisTaps(scatter: geometry.window.columns),
      kernelColumns: geometry.window.kernel.columns, channels: channels.sources, samples: samples)
    return walk(tables, channels, from: source, to: target, weights: weights, bias: bias)
  }
}
