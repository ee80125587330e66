/// Padding on the four sides, as the libraries take it.
private struct CodePadding {
  private let rows: (before: Int, after: Int)
  private let columns: (before: Int, after: Int)

  init(window: ImageWindow) {
    rows = (window.rows.before, window.rows.after)
    columns = (window.columns.before, window.columns.after)
  }

  private init(cutting padding: CodePadding) {
    rows = (-padding.rows.before, -padding.rows.after)
    columns = (-padding.columns.before, -padding.columns.after)
  }

  /// What cuts as much off as this adds.
  var negated: CodePadding { CodePadding(cutting: self) }

  var isNone: Bool { rows == (0, 0) && columns == (0, 0) }

  /// The cells on both sides of each axis; nil where they differ.
  var symmetric: Pair? {
    rows.before == rows.after && columns.before == columns.after
      ? Pair(rows.before, columns.before) : nil
  }

  /// `F.pad(x, (left, right, top, bottom))`
  func pytorch(_ input: String, mode: String = "constant", value: String? = nil) -> String {
    let sides = "(\(columns.before), \(columns.after), \(rows.before), \(rows.after))"
    var call = PythonCall("F.pad", input, sides).with("mode", "\"\(mode)\"", unless: "\"constant\"")
    if let value { call = call.with("value", value) }
    return "\(call)"
  }

  /// `((top, bottom), (left, right))`
  var keras: String {
    "((\(rows.before), \(rows.after)), (\(columns.before), \(columns.after)))"
  }

  func keras(_ input: String, mode: String = "constant", value: String? = nil) -> String {
    guard !isNone else { return input }
    guard mode == "constant", value == nil else {
      let sides =
        "((0, 0), (0, 0), (\(rows.before), \(rows.after)), "
        + "(\(columns.before), \(columns.after)))"
      var call = PythonCall("ops.pad", input, sides).with("mode", "\"\(mode)\"")
      if let value { call = call.with("constant_values", value) }
      return "\(call)"
    }
    return "layers.ZeroPadding2D(\(keras))(\(input))"
  }
}

extension PaddingFill {
  fileprivate var pytorch: String {
    switch self {
    case .zeros: "constant"
    case .nearest: "replicate"
    case .reflect: "reflect"
    case .circular: "circular"
    }
  }

  fileprivate var keras: String {
    switch self {
    case .zeros: "constant"
    case .nearest: "edge"
    case .reflect: "reflect"
    case .circular: "wrap"
    }
  }
}

extension Convolution {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let padding = CodePadding(window: rule.checkedWindow(over: call.shapes[0]))
    let note = rule.isFlipped ? "with its kernels turned by 180°" : nil
    switch dialect {
    case .pytorch:
      let plain = PythonCall("Conv2d", call.shapes[0][1], channels, rule.kernel.python)
        .with("stride", rule.stride, unless: .one)
      let isOwn = padding.symmetric != nil && rule.fill == .zeros
      let padded = plain.with(
        "padding", isOwn ? padding.symmetric ?? .one : Pair(0, 0), unless: Pair(0, 0)
      )
      .with("dilation", rule.dilation, unless: .one).with("groups", groups, unless: 1)
      .with("bias", hasBias, unless: true)
      let input =
        isOwn ? call.input : padding.pytorch(call.input, mode: rule.fill.pytorch)
      return LayerCode(module: "nn.\(padded)", input, note: note)
    case .keras:
      let layer = PythonCall("layers.Conv2D", channels, rule.kernel.python)
        .with("strides", rule.stride, unless: .one)
        .with("dilation_rate", rule.dilation, unless: .one).with("groups", groups, unless: 1)
        .with("use_bias", hasBias, unless: true)
      return LayerCode(
        "\(layer)(\(padding.keras(call.input, mode: rule.fill.keras)))", note: note)
    }
  }
}

extension Deconvolution {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let padding = CodePadding(window: stampWindow(for: call.shapes))
    switch dialect {
    case .pytorch:
      let layer = PythonCall(
        "nn.ConvTranspose2d", call.shapes[0][1], channels, rule.kernel.python
      ).with("stride", rule.stride, unless: .one)
        .with("padding", padding.symmetric ?? Pair(0, 0), unless: Pair(0, 0))
        .with("output_padding", outputPadding, unless: Pair(0, 0))
        .with("groups", groups, unless: 1).with("bias", hasBias, unless: true)
        .with("dilation", rule.dilation, unless: .one)
      guard padding.symmetric == nil else { return LayerCode(module: "\(layer)", call.input) }
      let whole = "\(call.module)(\(call.input))"
      return LayerCode(holding: "\(layer)", padding.negated.pytorch(whole))
    case .keras:
      let layer = PythonCall("layers.Conv2DTranspose", channels, rule.kernel.python)
        .with("strides", rule.stride, unless: .one)
        .with("output_padding", outputPadding, unless: Pair(-1, -1))
        .with("dilation_rate", rule.dilation, unless: .one).with("use_bias", hasBias, unless: true)
      let note = groups == 1 ? nil : "in \(groups) groups, which Keras does not have here"
      let whole = "\(layer)(\(call.input))"
      return LayerCode(
        padding.isNone ? whole : "layers.Cropping2D(\(padding.keras))(\(whole))", note: note)
    }
  }
}

extension MaxPool {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let padding = CodePadding(window: rule.checkedWindow(over: call.shapes[0]))
    switch dialect {
    case .pytorch:
      let layer = PythonCall("nn.MaxPool2d", rule.kernel.python)
        .with("stride", rule.stride, unless: rule.kernel)
        .with("padding", padding.symmetric ?? Pair(0, 0), unless: Pair(0, 0))
        .with("dilation", rule.dilation, unless: .one)
        .with("ceil_mode", rule.ceiling, unless: false)
      let input =
        padding.symmetric == nil
        ? padding.pytorch(call.input, value: "float(\"-inf\")") : call.input
      guard indices != nil else { return LayerCode(module: "\(layer)", input) }
      return LayerCode(
        module: "\(layer.with("return_indices", true))", input,
        note: "the places are counted within each map")
    case .keras:
      let layer = PythonCall("layers.MaxPooling2D", rule.kernel.python)
        .with("strides", rule.stride, unless: rule.kernel)
      let missing = [
        rule.dilation == .one ? nil : "at dilation \(rule.dilation)",
        rule.ceiling ? "with a last window that hangs over the end" : nil,
        indices == nil ? nil : "with the places of the largest",
      ].compactMap(\.self)
      return LayerCode(
        "\(layer)(\(padding.keras(call.input, value: "-float(\"inf\")")))",
        note: missing.isEmpty ? nil : missing.joined(separator: ", "))
    }
  }
}

extension AveragePool {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let padding = CodePadding(window: rule.checkedWindow(over: call.shapes[0]))
    switch dialect {
    case .pytorch:
      var layer = PythonCall("nn.AvgPool2d", rule.kernel.python)
        .with("stride", rule.stride, unless: rule.kernel)
        .with("padding", padding.symmetric ?? Pair(0, 0), unless: Pair(0, 0))
        .with("ceil_mode", rule.ceiling, unless: false)
        .with("count_include_pad", countsPadding, unless: true)
      if let divisor { layer = layer.with("divisor_override", divisor) }
      let note = rule.dilation == .one ? nil : "at dilation \(rule.dilation)"
      guard padding.symmetric == nil else {
        return LayerCode(module: "\(layer)", call.input, note: note)
      }
      let padded = padding.pytorch(call.input)
      guard !countsPadding, divisor == nil else {
        return LayerCode(module: "\(layer)", padded, note: note)
      }
      let ones = padding.pytorch("torch.ones_like(\(call.input))")
      return LayerCode(
        holding: "\(layer)", "\(call.module)(\(padded)) / \(call.module)(\(ones))", note: note)
    case .keras:
      let layer = PythonCall("layers.AveragePooling2D", rule.kernel.python)
        .with("strides", rule.stride, unless: rule.kernel)
      let missing = [
        divisor.map { "divided by \($0)" },
        rule.dilation == .one ? nil : "at dilation \(rule.dilation)",
        rule.ceiling ? "with a last window that hangs over the end" : nil,
        countsPadding || padding.isNone ? nil : "the padding not counted",
      ].compactMap(\.self)
      return LayerCode(
        "\(layer)(\(padding.keras(call.input)))",
        note: missing.isEmpty ? nil : missing.joined(separator: ", "))
    }
  }
}

extension GlobalAveragePool {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("AdaptiveAvgPool2d", 1),
      keras: PythonCall("GlobalAveragePooling2D").with("keepdims", true))
  }
}

extension Upsample {
  public func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    call.module(
      dialect, pytorch: PythonCall("Upsample").with("scale_factor", factor),
      keras: PythonCall("UpSampling2D", factor.python))
  }
}
