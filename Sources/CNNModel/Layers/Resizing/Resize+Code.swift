extension Resize: CodeExportable {
  /// Both libraries support fewer ways of resizing images; a comment says where the result differs.
  package func code(for dialect: CodeDialect, _ call: CodeCall) -> LayerCode {
    let (input, output) = (call.shapes[0], checkedOutputShapes(for: call.shapes)[0])
    guard input.rank == 4, output[0] == input[0], output[1] == input[1] else {
      return .unknown(text, call)
    }
    let factors = [2, 3].map { output[$0] / max(1, input[$0]) }
    let isWhole = zip(factors, [2, 3]).allSatisfy { output[$1] == $0 * input[$1] }
    return dialect == .pytorch
      ? pytorch(call, output, isWhole: isWhole)
      : keras(call, output, factor: isWhole ? PerAxis(factors) : nil)
  }

  private func pytorch(_ call: CodeCall, _ output: Shape, isWhole: Bool) -> LayerCode {
    let mode: String
    var isSame = !excludesOutside
    switch kernel {
    case .nearest(let rounding):
      let isOld = coordinates == .asymmetric && rounding == .floor
      let isExact = isCentered && (rounding == .preferCeiling || isWhole)
      isSame = isSame && (isOld || isExact || (isWhole && picksBlocks))
      mode = isExact && !isWhole ? "nearest-exact" : "nearest"
    case .linear: mode = "bilinear"
    case .cubic(let a):
      mode = "bicubic"
      isSame = isSame && a == -0.75
    }
    var layer = PythonCall("F.interpolate", call.input)
      .with("size", [output[2], output[3]].python).with(
        "mode", "\"\(mode)\"", unless: "\"nearest\"")
    if mode.hasPrefix("bi") {
      isSame = isSame && (isCentered || coordinates == .alignCorners)
      layer = layer.with("align_corners", coordinates == .alignCorners, unless: false)
        .with("antialias", antialiases, unless: false)
    }
    return LayerCode("\(layer)", note: isSame ? nil : "as near as it gets to \(text)")
  }

  private func keras(_ call: CodeCall, _ output: Shape, factor: PerAxis?) -> LayerCode {
    let (name, isSame): (String, Bool) =
      switch kernel {
      case .nearest: ("nearest", factor != nil && picksBlocks)
      case .linear: ("bilinear", isCentered)
      case .cubic: ("bicubic", false)
      }
    let note = isSame && !antialiases && !excludesOutside ? nil : "as near as it gets to \(text)"
    if name != "bicubic", !antialiases, let factor, !factor.numbers.contains(0) {
      let layer = PythonCall("layers.UpSampling2D", factor.python)
        .with("interpolation", "\"\(name)\"", unless: "\"nearest\"")
      return LayerCode("\(layer)(\(call.input))", note: note)
    }
    let layer = PythonCall("ops.image.resize", call.input, [output[2], output[3]].python)
      .with("interpolation", "\"\(name)\"").with("antialias", antialiases, unless: false)
      .with("data_format", "\"channels_first\"")
    return LayerCode("\(layer)", note: note)
  }

  /// Whether the coordinates are those of cell centers (half-pixel).
  private var isCentered: Bool {
    [.halfPixel, .halfPixelSymmetric, .pytorchHalfPixel].contains(coordinates)
  }

  /// Whether every cell is repeated equally often.
  private var picksBlocks: Bool {
    guard case .nearest(let rounding) = kernel else { return false }
    return isCentered || (coordinates == .asymmetric && rounding == .floor)
  }
}
