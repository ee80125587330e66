import KernelInterface

/// What a layer does in inference, in terms of the kernels for the channel-blocked layout.
enum InferenceOperation {
  /// Weights `[outputs, channels / groups, rows, columns]`.
  case convolution(ImageWindow, groups: Int, weight: Tensor, bias: Tensor?)
  /// Every channel times a factor plus a shift.
  case scale(factors: [Float], shifts: [Float])
  case function(ElementFunction, parameter: Float)
  case maximum(ImageWindow)
  /// The sum of each window times its scale.
  case mean(ImageWindow, scales: [Float])
  case linear(weight: Tensor, bias: Tensor?)
  case sum
  /// The same numbers, with the same shape or in one row.
  case identity
}

/// A layer that the kernels for the channel-blocked layout can compute.
protocol InferenceLayer: Layer {
  /// What it does to inputs of these shapes; `nil` where the kernels cannot.
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation?
}

extension Convolution: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? {
    guard rule.fill == .zeros, !rule.isFlipped else { return nil }
    return .convolution(
      rule.checkedWindow(over: inputs[0]), groups: groups, weight: parameters[0],
      bias: hasBias ? parameters[1] : nil)
  }
}

extension BatchNorm: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? {
    let channels = 0..<inputs[0][1]
    let factors = channels.map {
      parameters[0][$0] / (statistics[1][$0] + Float(epsilon)).squareRoot()
    }
    let shifts = channels.map { parameters[1][$0] - statistics[0][$0] * factors[$0] }
    return .scale(factors: factors, shifts: shifts)
  }
}

extension Linear: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? { .linear(weight: parameters[0], bias: hasBias ? parameters[1] : nil) }
}

extension MaxPool: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? {
    indices == nil ? .maximum(rule.checkedWindow(over: inputs[0])) : nil
  }
}

extension AveragePool: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? {
    let window = rule.checkedWindow(over: inputs[0])
    return .mean(window, scales: shares(window))
  }
}

extension GlobalAveragePool: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? {
    guard inputs[0].rank == 4 else { return nil }
    func whole(_ extent: Int) -> AxisWindow {
      AxisWindow(
        extent: extent, outputs: 1, kernel: extent, stride: 1, dilation: 1, before: 0, after: 0)
    }
    let window = ImageWindow(rows: whole(inputs[0][2]), columns: whole(inputs[0][3]))
    return .mean(window, scales: [1 / Float(inputs[0][2] * inputs[0][3])])
  }
}

extension Add: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? { .sum }
}

extension Flatten: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? { .identity }
}

extension Dropout: InferenceLayer {
  func inferenceOperation(
    _ inputs: [Shape], parameters: [Tensor], statistics: [Tensor]
  ) -> InferenceOperation? { .identity }
}

extension ElementFunction {
  /// Whether a larger number never gives a smaller one: then it may be applied after a maximum.
  var isMonotone: Bool {
    switch self {
    case .relu, .relu6, .sigmoid, .tanh: true
    case .leakyRelu, .silu: false
    }
  }

  /// Whether it can be applied to the sums of a convolution before they are stored.
  var isRectifier: Bool { self == .relu || self == .relu6 }
}
