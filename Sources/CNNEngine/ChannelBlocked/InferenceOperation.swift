import CNNModel
import KernelInterface

/// A layer in inference, in terms of the kernels for the channel-blocked layout.
enum InferenceOperation {
  /// Weights `[outputs, channels / groups, rows, columns]`.
  case convolution(SpatialWindow, groups: Int, weight: Tensor, bias: Tensor?)
  /// Weights `[channels, outputs, rows, columns]`.
  case transposedConvolution(ConvolutionGeometry, weight: Tensor, bias: Tensor?)
  /// Every channel times a factor plus a shift.
  case scale(factors: [Float], shifts: [Float])
  case function(ElementFunction, parameter: Float)
  /// A function of one number for which there is no kernel.
  case elementwise(any ElementwiseOperation)
  case maximum(SpatialWindow)
  /// The sum of each window, times the window's share.
  case mean(SpatialWindow, shares: WindowShares)
  case linear(weight: Tensor, bias: Tensor?)
  case sum
  /// The product of two values, of which one may have one number per channel.
  case product
  /// The channels of several values one after the other.
  case concatenation
  /// The same numbers with the same shape or flattened.
  case identity
}

extension InferenceOperation {
  /// An operation of the model with its parameters.
  ///
  /// - Parameters:
  ///   - input: the shape of the first input.
  ///   - parameters, statistics: those of the layer.
  /// - Returns: `nil` where there is no kernel for it.
  init?(
    _ operation: LayerOperation, _ input: Shape, parameters: [Tensor], statistics: [Tensor]
  ) {
    switch operation {
    case .elementwise(let layer):
      self =
        layer.kernelFunction.map { .function($0.function, parameter: $0.parameter) }
        ?? .elementwise(layer)
    case .convolution(let geometry, let hasBias):
      let rows = geometry.window.rows
      guard rows.fill == .zeros, !rows.isFlipped else { return nil }
      self = .convolution(
        geometry.window, groups: geometry.groups, weight: parameters[0],
        bias: hasBias ? parameters[1] : nil)
    case .linear(_, let hasBias):
      self = .linear(weight: parameters[0], bias: hasBias ? parameters[1] : nil)
    case .maximumPool(let window): self = .maximum(window)
    case .meanPool(let window, let shares): self = .mean(window, shares: shares)
    case .channelMean: self = .channelMean(rows: input[2], columns: input[3])
    case .batchNormalization(let epsilon, _, _):
      self = .scale(parameters, statistics, epsilon: Float(epsilon))
    case .sum: self = .sum
    case .reshape, .dropout: self = .identity
    case .product: self = .product
    case .concatenation(let axis):
      guard axis == 1 else { return nil }
      self = .concatenation
    case .transposedConvolution(let geometry, let hasBias):
      self = .transposedConvolution(
        geometry, weight: parameters[0], bias: hasBias ? parameters[1] : nil)
    case .upsampling: return nil
    }
  }

  /// The mean of a window over all cells.
  private static func channelMean(rows: Int, columns: Int) -> InferenceOperation {
    func whole(_ extent: Int) -> AxisWindow {
      AxisWindow(
        extent: extent, outputs: 1, kernel: extent, stride: 1, dilation: 1, before: 0, after: 0)
    }
    let window = SpatialWindow(rows: whole(rows), columns: whole(columns))
    let shares = WindowShares(counts: [[rows], [columns]], divisor: nil)
    return .mean(window, shares: shares)
  }

  /// Batch normalization with its running statistics.
  private static func scale(
    _ parameters: [Tensor], _ statistics: [Tensor], epsilon: Float
  ) -> InferenceOperation {
    let channels = 0..<parameters[0].shape.count
    let factors = channels.map {
      parameters[0][$0] / (statistics[1][$0] + epsilon).squareRoot()
    }
    let shifts = channels.map { parameters[1][$0] - statistics[0][$0] * factors[$0] }
    return .scale(factors: factors, shifts: shifts)
  }
}

extension ElementFunction {
  /// Whether it is monotonically increasing, so that it can be applied after a maximum.
  var isMonotone: Bool {
    switch self {
    case .relu, .relu6, .sigmoid, .tanh: true
    case .leakyRelu, .silu: false
    }
  }

  /// Whether it costs little, so that applying it after a maximum instead of before saves nothing.
  var isRectifier: Bool { self == .relu || self == .relu6 }
}
