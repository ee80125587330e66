extension SpatialWindow {
  /// The attributes that window operators of ONNX have in common: the kernel's size, strides,
  /// dilations, and padding, the cells before all axes first.
  ///
  /// - Parameter isPadded: whether the operator pads; otherwise something before it does.
  func operatorAttributes(isPadded: Bool = true) -> [String: OperatorAttribute] {
    let pads = axes.map(\.before) + axes.map(\.after)
    return [
      "kernel_shape": .integers(axes.map(\.kernel)), "strides": .integers(axes.map(\.stride)),
      "dilations": .integers(axes.map(\.dilation)),
      "pads": .integers(isPadded ? pads : pads.map { _ in 0 }),
    ]
  }

  /// The attributes of an operator for which more padding at the end of an axis changes nothing but
  /// the number of windows: with as much as the last window reaches into.
  ///
  /// The specification's `ceil_mode` counts windows that lie in the padding alone, PyTorch's does not.
  func operatorAttributesWithLastWindow() -> [String: OperatorAttribute] {
    var attributes = operatorAttributes()
    let ends = axes.map { max($0.after, $0.afterLastWindow) }
    attributes["pads"] = .integers(axes.map(\.before) + ends)
    return attributes
  }

  /// The image with its padding filled, as an operator of its own.
  func padded(with value: Float) -> OperatorExpression { padded("constant", .number(value)) }

  /// The image with its padding filled by the image's own values.
  func padded(by fill: PaddingFill) -> OperatorExpression {
    switch fill {
    case .zeros: padded(with: 0)
    case .nearest: padded("edge", .absent)
    case .reflect: padded("reflect", .absent)
    case .circular: padded("wrap", .absent)
    }
  }

  private func padded(_ mode: String, _ value: OperatorExpression) -> OperatorExpression {
    let pads = [0, 0] + axes.map(\.before) + [0, 0] + axes.map(\.after)
    return .call("Pad", [.input(0), .integers(pads), value], ["mode": .word(mode)])
  }
}

extension AxisWindow {
  /// How many cells the last window reaches behind the axis; negative where it ends before.
  fileprivate var afterLastWindow: Int {
    (outputs - 1) * stride + dilation * (kernel - 1) + 1 - extent - before
  }
}

extension Convolution: ONNXExportable {
  /// Padding with anything but zeros comes before it, and a true convolution reverses its kernel.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let window = rule.checkedWindow(over: shapes[0])
    let hasZeros = rule.fill == .zeros
    let image = hasZeros ? OperatorExpression.input(0) : window.padded(by: rule.fill)
    var attributes = window.operatorAttributes(isPadded: hasZeros)
    attributes["group"] = .integer(groups)
    return .call(
      "Conv", [image, kernel(window.axes.count)] + (hasBias ? [.parameter(1)] : []), attributes)
  }

  private func kernel(_ axes: Int) -> OperatorExpression {
    guard rule.isFlipped else { return .parameter(0) }
    let (start, end) = ([Int](repeating: -1, count: axes), [Int](repeating: Int.min, count: axes))
    return .call(
      "Slice",
      [
        .parameter(0), .integers(start), .integers(end), .integers(Array(2..<2 + axes)),
        .integers(start),
      ])
  }
}

extension Deconvolution: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let axes = 0..<shapes[0].rank - 2
    let pads = axes.map {
      rule.padding.amounts(on: $0, reach: rule.dilation[$0] * (rule.kernel[$0] - 1))
    }
    let attributes: [String: OperatorAttribute] = [
      "kernel_shape": .integers(axes.map { rule.kernel[$0] }),
      "strides": .integers(axes.map { rule.stride[$0] }),
      "dilations": .integers(axes.map { rule.dilation[$0] }),
      "pads": .integers(pads.map(\.before) + pads.map(\.after)),
      "output_padding": .integers(axes.map { outputPadding[$0] }), "group": .integer(groups),
    ]
    return .call(
      "ConvTranspose", [.input(0), .parameter(0)] + (hasBias ? [.parameter(1)] : []), attributes)
  }
}

extension Linear: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    .call(
      "Gemm", [.input(0), .parameter(0)] + (hasBias ? [.parameter(1)] : []),
      ["transB": .flag(true)])
  }
}

extension MaxPool: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let window = rule.checkedWindow(over: shapes[0])
    var attributes = window.operatorAttributesWithLastWindow()
    if indices == .byColumn { attributes["storage_order"] = .integer(1) }
    return .call("MaxPool", [.input(0)], attributes, outputs: indices == nil ? 1 : 2)
  }
}

extension AveragePool: ONNXExportable {
  /// With a divisor, a convolution of each channel by itself with a kernel of equal numbers.
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    let window = rule.checkedWindow(over: shapes[0])
    if let divisor { return sums(window, channels: shapes[0][1], over: divisor) }
    var attributes = window.operatorAttributes()
    attributes["ceil_mode"] = .flag(window.axes.contains { $0.afterLastWindow > $0.after })
    attributes["count_include_pad"] = .flag(countsPadding)
    return .call("AveragePool", [.input(0)], attributes)
  }

  private func sums(
    _ window: SpatialWindow, channels: Int, over divisor: Int
  ) -> OperatorExpression {
    let shape = Shape([channels, 1] + window.axes.map(\.kernel))
    var attributes = window.operatorAttributes()
    attributes["group"] = .integer(channels)
    // The last window of an axis may be partial, which a convolution does not have.
    attributes["pads"] = .integers(
      window.axes.map(\.before) + window.axes.map { max(0, $0.afterLastWindow) })
    return .call(
      "Conv", [.input(0), .tensor(Tensor(shape: shape, repeating: 1 / Float(divisor)))], attributes)
  }
}

extension LpPool: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    var attributes = rule.checkedWindow(over: shapes[0]).operatorAttributesWithLastWindow()
    attributes["p"] = .integer(order)
    return .call("LpPool", [.input(0)], attributes)
  }
}

extension GlobalAveragePool: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("GlobalAveragePool") }
}

extension GlobalMaxPool: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression { .call("GlobalMaxPool") }
}
