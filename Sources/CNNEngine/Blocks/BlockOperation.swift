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

/// A layer that the kernels for single images know.
protocol BlockLayer: Layer {
  /// What it does to inputs of these shapes; `nil` where the kernels do not know it.
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation?
}

extension Convolution: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? {
    guard rule.fill == .zeros, !rule.isFlipped else { return nil }
    return .convolution(
      rule.checkedWindow(over: inputs[0]), groups: groups, weight: parameters[0],
      bias: hasBias ? parameters[1] : nil)
  }
}

extension BatchNorm: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? {
    let channels = 0..<inputs[0][1]
    let factors = channels.map {
      parameters[0][$0] / (statistics[1][$0] + Float(epsilon)).squareRoot()
    }
    let shifts = channels.map { parameters[1][$0] - statistics[0][$0] * factors[$0] }
    return .scale(factors: factors, shifts: shifts)
  }
}

extension Linear: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? { .units(weight: parameters[0], bias: hasBias ? parameters[1] : nil) }
}

extension MaxPool: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? { .largest(rule.checkedWindow(over: inputs[0])) }
}

extension AveragePool: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? {
    let window = rule.checkedWindow(over: inputs[0])
    return .mean(window, shares: shares(window))
  }
}

extension GlobalAveragePool: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? {
    guard inputs[0].rank == 4 else { return nil }
    func whole(_ extent: Int) -> AxisWindow {
      AxisWindow(
        extent: extent, outputs: 1, kernel: extent, stride: 1, dilation: 1, before: 0, after: 0)
    }
    let window = ImageWindow(rows: whole(inputs[0][2]), columns: whole(inputs[0][3]))
    return .mean(window, shares: [1 / Float(inputs[0][2] * inputs[0][3])])
  }
}

extension Add: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? { .sum }
}

extension Flatten: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? { .same }
}

extension Dropout: BlockLayer {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? { .same }
}

/// A function of each number alone that the kernels know.
protocol BlockFunction: BlockLayer {
  static var rowFunction: RowFunction { get }
}

extension BlockFunction {
  func blockOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> BlockOperation? { .function(Self.rowFunction) }
}

extension ReLU: BlockFunction { static var rowFunction: RowFunction { .relu } }
extension ReLU6: BlockFunction { static var rowFunction: RowFunction { .relu6 } }
extension Sigmoid: BlockFunction { static var rowFunction: RowFunction { .sigmoid } }
extension Tanh: BlockFunction { static var rowFunction: RowFunction { .tanh } }
extension SiLU: BlockFunction { static var rowFunction: RowFunction { .silu } }

extension RowFunction {
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
