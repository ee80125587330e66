import CNNModel
import KernelInterface

/// What a layer does outside of training, in terms of the kernels for single images.
enum BlockOperation {
  /// Weights `[outputs, channels / groups, rows, columns]`.
  case convolution(ImageWindow, groups: Int, weight: Tensor, bias: Tensor?)
  /// Every channel times a factor plus a shift.
  case scale(factors: [Float], shifts: [Float])
  case function(RowFunction)
  case largest(ImageWindow)
  /// The sum of each window times its share.
  case mean(ImageWindow, shares: [Float])
  case units(weight: Tensor, bias: Tensor?)
  case sum
  /// The same numbers, under the same shape or in one row.
  case same
}

extension BlockOperation {
  /// - Parameters:
  ///   - input: the shape of the first input.
  ///   - parameters, statistics: the layer's.
  /// - Returns: `nil` where the kernels do not know the operation.
  init?(
    _ operation: LayerOperation, _ input: Shape, parameters: [Tensor], statistics: [Tensor]
  ) {
    switch operation {
    case .elementwise(let layer):
      guard let function = RowFunction(layer.function) else { return nil }
      self = .function(function)
    case .convolution(let geometry, let hasBias):
      let rows = geometry.window.rows
      guard rows.fill == .zeros, !rows.isFlipped else { return nil }
      self = .convolution(
        geometry.window, groups: geometry.groups, weight: parameters[0],
        bias: hasBias ? parameters[1] : nil)
    case .linear(_, let hasBias):
      self = .units(weight: parameters[0], bias: hasBias ? parameters[1] : nil)
    case .maximumPool(let window): self = .largest(window)
    case .meanPool(let window, let shares): self = .mean(window, shares: shares)
    case .channelMean: self = .channelMean(rows: input[2], columns: input[3])
    case .batchNormalization(let epsilon, _, _):
      self = .scale(parameters, statistics, epsilon: Float(epsilon))
    case .sum: self = .sum
    case .reshape, .dropout: self = .same
    case .transposedConvolution, .concatenation, .upsampling: return nil
    }
  }

  /// A window over all cells.
  private static func channelMean(rows: Int, columns: Int) -> BlockOperation {
    func whole(_ extent: Int) -> AxisWindow {
      AxisWindow(
        extent: extent, outputs: 1, kernel: extent, stride: 1, dilation: 1, before: 0, after: 0)
    }
    let window = ImageWindow(rows: whole(rows), columns: whole(columns))
    return .mean(window, shares: [1 / Float(rows * columns)])
  }

  /// The normalization by running statistics.
  private static func scale(
    _ parameters: [Tensor], _ statistics: [Tensor], epsilon: Float
  ) -> BlockOperation {
    let channels = 0..<parameters[0].shape.count
    let factors = channels.map {
      parameters[0][$0] / (statistics[1][$0] + epsilon).squareRoot()
    }
    let shifts = channels.map { parameters[1][$0] - statistics[0][$0] * factors[$0] }
    return .scale(factors: factors, shifts: shifts)
  }
}

extension RowFunction {
  /// The function as these kernels know it; `nil` when they do not.
  init?(_ function: ElementFunction?) {
    switch function {
    case .relu: self = .relu
    case .relu6: self = .relu6
    case .sigmoid: self = .sigmoid
    case .tanh: self = .tanh
    case .silu: self = .silu
    case .leakyReLU, nil: return nil
    }
  }

  /// Whether a larger number never gives a smaller one: then it may come after a maximum.
  var isMonotone: Bool { self == .relu || self == .relu6 || self == .sigmoid || self == .tanh }

  /// The same as the end of a convolution, where there is one.
  var finish: BlockFinish? {
    switch self {
    case .relu: .relu
    case .relu6: .relu6
    default: nil
    }
  }
}
