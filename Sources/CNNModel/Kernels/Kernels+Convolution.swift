/// A convolution as its kernels see it: a *wide* side (the image that the window moves over) and a
/// *narrow* side (a number for each place of the window). `conv` goes from wide to narrow, `deconv`
/// from narrow to wide, and each one's input gradient is the other's forward pass.
///
/// Weights are `[narrow channels, wide channels / groups, rows, columns]`.
package struct ConvolutionGeometry: Hashable, Sendable {
  package let batch: Int
  package let wideChannels: Int
  package let narrowChannels: Int
  package let groups: Int
  package let window: ImageWindow

  package var wideGroup: Int { wideChannels / groups }
  package var narrowGroup: Int { narrowChannels / groups }
  package var wideRow: Int { window.columns.extent }
  package var widePlane: Int { window.rows.extent * window.columns.extent }
  package var narrowRow: Int { window.columns.outputs }
  package var narrowPlane: Int { window.outputs.product }
  package var kernelPlane: Int { window.kernel.product }
  package var wideShape: Shape { [batch, wideChannels, window.rows.extent, window.columns.extent] }
  package var narrowShape: Shape {
    [batch, narrowChannels, window.rows.outputs, window.columns.outputs]
  }
  package var weightShape: Shape {
    [narrowChannels, wideGroup, window.kernel.rows, window.kernel.columns]
  }
}

/// A line of the wide side and a line of the narrow side that one weight connects: offsets within
/// their planes, and the weight's within its own.
private struct TapLine {
  let weight: Int
  let wide: Int
  let narrow: Int
  let count: Int
}

extension ConvolutionGeometry {
  /// Calls `body` with the offsets of every pair of lines that a weight connects, in the order
  /// sample, narrow channel, wide channel, row and column of the kernel, row of the narrow side. Ends
  /// early where nobody waits for the result any more.
  @inline(__always)
  fileprivate func forEachLine(
    _ body: (_ weight: Int, _ wide: Int, _ narrow: Int, _ count: Int) -> Void
  ) {
    let lines = tapLines()
    let cancellation = CancellationToken.current
    lines.withUnsafeBufferPointer { lines in
      for sample in 0..<batch {
        for narrow in 0..<narrowChannels {
          let narrowBase = (sample * narrowChannels + narrow) * narrowPlane
          for inner in 0..<wideGroup {
            if let cancellation, cancellation.isCancelled { return }
            let channel = narrow / narrowGroup * wideGroup + inner
            let wideBase = (sample * wideChannels + channel) * widePlane
            let weightBase = (narrow * wideGroup + inner) * kernelPlane
            for line in lines {
              body(
                weightBase + line.weight, wideBase + line.wide, narrowBase + line.narrow,
                line.count)
            }
          }
        }
      }
    }
  }

  /// The lines that the weights of one kernel plane connect within a pair of planes.
  private func tapLines() -> [TapLine] {
    let columnRuns = window.columns.runs()
    var lines: [TapLine] = []
    for tapRow in 0..<window.kernel.rows {
      for tapColumn in 0..<window.kernel.columns {
        let weight =
          window.rows.weight(tap: tapRow) * window.kernel.columns
          + window.columns.weight(tap: tapColumn)
        for output in 0..<window.rows.outputs {
          guard let row = window.rows.source(output: output, tap: tapRow) else { continue }
          for run in columnRuns[tapColumn] {
            lines.append(
              TapLine(
                weight: weight, wide: row * wideRow + run.source,
                narrow: output * narrowRow + run.output, count: run.count))
          }
        }
      }
    }
    return lines
  }
}

extension Kernels {
  /// From wide to narrow: `y = b + Σ w · x`. The forward pass of a convolution.
  @inline(never)
  static func gather<S: Scalar>(
    _ x: [S], weight: [S], bias: [S]?, _ geometry: ConvolutionGeometry
  ) -> [S] {
    var y = broadcast(
      bias, planes: geometry.narrowChannels, plane: geometry.narrowPlane, geometry.batch)
    let step = geometry.window.columns.stride
    y.withUnsafeMutableBufferPointer { y in
      x.withUnsafeBufferPointer { x in
        weight.withUnsafeBufferPointer { weight in
          guard let y = y.baseAddress, let x = x.baseAddress else { return }
          geometry.forEachLine { w, wide, narrow, count in
            add(weight[w], times: x + wide, step: step, to: y + narrow, count: count)
          }
        }
      }
    }
    return y
  }

  /// From narrow to wide: `x = b + Σ w · y`. The input gradient of a convolution, and the forward
  /// pass of a transposed one.
  @inline(never)
  static func scatter<S: Scalar>(
    _ y: [S], weight: [S], bias: [S]?, _ geometry: ConvolutionGeometry
  ) -> [S] {
    var x = broadcast(
      bias, planes: geometry.wideChannels, plane: geometry.widePlane, geometry.batch)
    let step = geometry.window.columns.stride
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        weight.withUnsafeBufferPointer { weight in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          geometry.forEachLine { w, wide, narrow, count in
            spread(weight[w], times: y + narrow, to: x + wide, step: step, count: count)
          }
        }
      }
    }
    return x
  }

  /// `gw = Σ x · gy` over samples and places. The weight gradient of both.
  @inline(never)
  static func correlate<S: Scalar>(
    wide x: [S], narrow y: [S], _ geometry: ConvolutionGeometry
  ) -> [S] {
    var gradient = [S](repeating: 0, count: geometry.weightShape.count)
    let step = geometry.window.columns.stride
    gradient.withUnsafeMutableBufferPointer { gradient in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return }
          geometry.forEachLine { w, wide, narrow, count in
            gradient[w] += dot(x + wide, step: step, y + narrow, count: count)
          }
        }
      }
    }
    return gradient
  }

  /// The bias of every channel in every cell of its plane; zeros without bias.
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

  /// The sum of every channel over samples and cells of `[batch, channels, plane]`: the gradient of
  /// a bias.
  @inline(never)
  static func channelSums<S: Scalar>(_ y: [S], channels: Int, plane: Int) -> [S] {
    var sums = [S](repeating: 0, count: channels)
    guard plane > 0 else { return sums }
    y.withUnsafeBufferPointer { y in
      guard let start = y.baseAddress else { return }
      for index in 0..<y.count / plane {
        sums[index % channels] += sum(start + index * plane, count: plane)
      }
    }
    return sums
  }
}
