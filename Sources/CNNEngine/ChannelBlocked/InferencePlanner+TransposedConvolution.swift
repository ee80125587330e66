import CNNModel
import KernelInterface

// Transposed convolutions: for each remainder of an output's place divided by the stride, a
// convolution with some of the taps.
extension InferencePlanner {
  mutating func convolveTransposed(
    _ node: Int, _ geometry: ConvolutionGeometry, _ weight: Tensor, _ bias: Tensor?
  ) {
    let image = input(node)
    let fused = fuseFollowers(of: node, outputs: geometry.wideChannels, bias)
    let output = newBuffer(for: fused.value)
    let (rows, columns) = (
      geometry.window.rows.backwardPhases, geometry.window.columns.backwardPhases
    )
    var shards: [InferenceShard] = []
    for row in rows {
      for column in columns {
        let work = convolution(row, column, image, fused, output)
        let taps = row.taps.flatMap { row in
          column.taps.map { row * geometry.window.columns.kernel + $0 }
        }
        let weight = geometry.weight(weight, taps: taps)
        let size = ConvolutionSize(
          outputs: row.count * column.count, taps: taps.count, cellsPerOutput: 1)
        shards += cut(tiles(work, 1, weight, fused.factors), size, 1, image.image)
      }
    }
    add(shards)
    if let addend = fused.addend { release(addend) }
    release(image)
  }

  /// The convolution of one phase, without weights.
  private func convolution(
    _ rows: AxisPhase, _ columns: AxisPhase, _ image: ActivationBuffer,
    _ fused: FusedConvolution, _ output: ActivationBuffer
  ) -> BlockedConvolution {
    let (geometry, result) = (image.image, output.image)
    let window = BlockedWindow(
      outputColumns: columns.count, columnStep: columns.sourceStep * geometry.blockChannels,
      rowStep: rows.sourceStep * geometry.rowStep, kernelRows: rows.taps.count,
      kernelColumns: columns.taps.count, tapRow: rows.tapStep * geometry.rowStep,
      tapColumn: columns.tapStep * geometry.blockChannels, resultColumn: columns.step * lanes,
      resultRow: rows.step * result.rowStep)
    return convolution(
      window, image, fused, output,
      origin: rows.origin * geometry.rowStep + columns.origin * geometry.blockChannels,
      result: rows.first * result.rowStep + columns.first * lanes)
  }
}

extension ConvolutionGeometry {
  /// The weights of some taps as those of a convolution, `[outputs, channels, 1, taps]`.
  fileprivate func weight(_ weight: Tensor, taps: [Int]) -> Tensor {
    let (outputs, channels, plane) = (wideChannels, narrowChannels, kernelPlane)
    let elements = (0..<outputs).flatMap { output in
      (0..<channels).flatMap { channel in
        taps.map { weight.elements[(channel * outputs + output) * plane + $0] }
      }
    }
    return Tensor(shape: [outputs, channels, 1, taps.count], elements: elements)
  }

  /// Whether the kernels compute the transposed convolution.
  var isForBlocks: Bool {
    groups == 1
      && [window.rows, window.columns].allSatisfy {
        $0.fill == .zeros && $0.before >= 0 && $0.outputs > 0 && $0.extent > 0
      }
  }
}

extension ImageMargin {
  /// The margin of the narrow image that a transposed convolution reads.
  init(transposed window: SpatialWindow) {
    func before(_ axis: AxisWindow) -> Int {
      max(0, -(axis.backwardPhases.filter { !$0.taps.isEmpty }.map(\.origin).min() ?? 0))
    }
    func after(_ axis: AxisWindow) -> Int {
      let last = axis.backwardPhases.filter { !$0.taps.isEmpty }.map(\.last).max() ?? 0
      return max(0, last - axis.outputs + 1)
    }
    self.init()
    (top, left) = (before(window.rows), before(window.columns))
    (bottom, right) = (after(window.rows), after(window.columns))
  }
}
