import KernelInterface

extension Convolution: LaneLayer {
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let geometry = geometry(site.shapes)
    let target = site.buffer(geometry.narrowShape.sample)
    let body = site.gather(
      geometry, from: site.inputs[0], to: target, weights: site.parameters[0],
      bias: hasBias ? site.parameters[1] : nil)
    site.then(writes: [target], body)
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let geometry = geometry(site.shapes)
    let (input, gradient) = (site.inputs[0], site.gradients[0])
    let target = site.inputGradient(0)
    let body = site.scatter(
      geometry, from: gradient, to: target, weights: site.parameters[0], bias: nil)
    site.back(input: 0, writes: [target], body)
    if geometry.isLinear {
      site.outerSum(input, gradient, 0)
    } else {
      site.correlate(geometry, wide: input, narrow: gradient, 0)
    }
    if hasBias { site.sumChannels(gradient, 1) }
  }
}

extension Deconvolution: LaneLayer {
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let geometry = geometry(site.shapes)
    let target = site.buffer(geometry.wideShape.sample)
    let body = site.scatter(
      geometry, from: site.inputs[0], to: target, weights: site.parameters[0],
      bias: hasBias ? site.parameters[1] : nil)
    site.then(writes: [target], body)
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let geometry = geometry(site.shapes)
    let (input, gradient) = (site.inputs[0], site.gradients[0])
    let target = site.inputGradient(0)
    let body = site.gather(
      geometry, from: gradient, to: target, weights: site.parameters[0], bias: nil)
    site.back(input: 0, writes: [target], body)
    site.correlate(geometry, wide: gradient, narrow: input, 0)
    if hasBias { site.sumChannels(gradient, 1) }
  }
}

extension Linear: LaneLayer {
  func lanes(_ site: LaneSite) -> [LaneBuffer]? {
    let (input, target) = (site.inputs[0], site.buffer([units]))
    let inner = input.shape.count
    let channels = WalkChannels(
      groups: 1, targets: units, sources: inner, targetStride: inner, sourceStride: 1,
      groupStride: 0)
    let body = site.walk(
      WalkTables(rows: .one, columns: .one, kernelColumns: 1, channels: 1), channels, from: input,
      to: target,
      weights: site.parameters[0], bias: hasBias ? site.parameters[1] : nil)
    site.then(writes: [target], body)
    return [target]
  }

  func lanesBack(_ site: LaneSite) {
    let (input, gradient) = (site.inputs[0], site.gradients[0])
    let inner = input.shape.count
    let target = site.inputGradient(0)
    let channels = WalkChannels(
      groups: 1, targets: inner, sources: units, targetStride: 1, sourceStride: inner,
      groupStride: 0)
    let body = site.walk(
      WalkTables(rows: .one, columns: .one, kernelColumns: 1, channels: 1), channels,
      from: gradient,
      to: target, weights: site.parameters[0], bias: nil)
    site.back(input: 0, writes: [target], body)
    site.outerSum(input, gradient, 0)
    if hasBias { site.sumChannels(gradient, 1) }
  }
}

extension LaneSite {
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
    let tables = WalkTables(
      rows: AxisTaps(gather: geometry.window.rows),
      columns: AxisTaps(gather: geometry.window.columns),
      kernelColumns: geometry.window.kernel.columns, channels: channels.sources)
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
    let tables = WalkTables(
      rows: AxisTaps(scatter: geometry.window.rows),
      columns: AxisTaps(scatter: geometry.window.columns),
      kernelColumns: geometry.window.kernel.columns, channels: channels.sources)
    return walk(tables, channels, from: source, to: target, weights: weights, bias: bias)
  }
}
