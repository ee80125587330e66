extension ConvolutionGeometry {
  /// The number of pairs of a narrow and a wide plane that kernels connect, over all samples.
  var planePairs: Int { batch * narrowChannels * wideGroup }

  /// The offsets at which the planes and the kernel of a pair begin; pairs are counted by sample,
  /// narrow channel and wide channel.
  @inline(__always)
  func planePair(_ index: Int) -> (weight: Int, wide: Int, narrow: Int) {
    let (plane, inner) = index.quotientAndRemainder(dividingBy: wideGroup)
    let (sample, narrow) = plane.quotientAndRemainder(dividingBy: narrowChannels)
    let channel = narrow / narrowGroup * wideGroup + inner
    return (
      (narrow * wideGroup + inner) * kernelPlane, (sample * wideChannels + channel) * widePlane,
      plane * narrowPlane
    )
  }
}

/// Convolutions, row by row. They end early when the work was cancelled.
extension Loops {
  /// From the wide to the narrow side, `y = b + Σ w · x`: the forward pass of a convolution.
  @inline(never)
  static func convolution<S: Scalar>(
    _ x: [S], weight: [S], bias: [S]?, _ geometry: ConvolutionGeometry
  ) -> [S] {
    var y = broadcast(
      bias, planes: geometry.narrowChannels, plane: geometry.narrowPlane, geometry.batch)
    let (lines, step) = (geometry.window.connectedLines(), geometry.window.lineStep)
    let cancellation = CancellationToken.current
    let source = x.span
    var target = y.mutableSpan
    for index in 0..<geometry.planePairs where cancellation?.isCancelled != true {
      let pair = geometry.planePair(index)
      for line in lines {
        let start = pair.wide + line.wide
        add(
          weight[pair.weight + line.weight],
          times: source.extracting(start..<start + (line.count - 1) * step + 1), step: step,
          to: &target, at: pair.narrow + line.narrow, count: line.count)
      }
    }
    return y
  }

  /// From the narrow to the wide side, `x = b + Σ w · y`: the input gradient of a convolution, and
  /// the forward pass of a transposed convolution.
  @inline(never)
  static func transposedConvolution<S: Scalar>(
    _ y: [S], weight: [S], bias: [S]?, _ geometry: ConvolutionGeometry
  ) -> [S] {
    var x = broadcast(
      bias, planes: geometry.wideChannels, plane: geometry.widePlane, geometry.batch)
    let (lines, step) = (geometry.window.connectedLines(), geometry.window.lineStep)
    let cancellation = CancellationToken.current
    let source = y.span
    var target = x.mutableSpan
    for index in 0..<geometry.planePairs where cancellation?.isCancelled != true {
      let pair = geometry.planePair(index)
      for line in lines {
        let start = pair.narrow + line.narrow
        spread(
          weight[pair.weight + line.weight],
          times: source.extracting(start..<start + line.count), to: &target,
          at: pair.wide + line.wide, step: step)
      }
    }
    return x
  }

  /// `gw = Σ x · gy` over samples and positions: the weight gradient of both.
  @inline(never)
  static func weightGradient<S: Scalar>(
    wide x: [S], narrow y: [S], _ geometry: ConvolutionGeometry
  ) -> [S] {
    var gradient = [S](repeating: 0, count: geometry.weightShape.count)
    let (lines, step) = (geometry.window.connectedLines(), geometry.window.lineStep)
    let cancellation = CancellationToken.current
    let wide = x.span
    let narrow = y.span
    for index in 0..<geometry.planePairs where cancellation?.isCancelled != true {
      let pair = geometry.planePair(index)
      for line in lines {
        let (from, to) = (pair.wide + line.wide, pair.narrow + line.narrow)
        gradient[pair.weight + line.weight] += dot(
          wide.extracting(from..<from + (line.count - 1) * step + 1), step: step,
          narrow.extracting(to..<to + line.count))
      }
    }
    return gradient
  }

  /// The bias of every channel in all cells of its plane; zeros without a bias.
  private static func broadcast<S: Scalar>(
    _ bias: [S]?, planes: Int, plane: Int, _ batch: Int
  ) -> [S] {
    var result = [S](repeating: 0, count: batch * planes * plane)
    guard let bias else { return result }
    for index in 0..<batch * planes {
      for i in index * plane..<(index + 1) * plane { result[i] = bias[index % planes] }
    }
    return result
  }
}
