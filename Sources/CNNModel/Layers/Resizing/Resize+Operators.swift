extension Resize: ONNXExportable {
  package func operators(_ shapes: [Shape]) -> OperatorExpression {
    var attributes: [String: OperatorAttribute] = [
      "antialias": .flag(antialiases), "exclude_outside": .flag(excludesOutside),
      "coordinate_transformation_mode": .word(coordinates.operatorWord),
    ]
    if let axes { attributes["axes"] = .integers(axes) }
    kernel.describe(&attributes)
    var region = OperatorExpression.absent
    if case .crop(let starts, let ends, let extrapolation) = coordinates {
      region = .list(starts + ends)
      attributes["extrapolation_value"] = .number(Double(extrapolation))
    }
    switch target {
    case .scales(let scales):
      return .call("Resize", [.input(0), region, .list(scales)], attributes)
    case .sizes(let sizes, let aspect):
      attributes["keep_aspect_ratio_policy"] = .word(aspect.operatorWord)
      return .call("Resize", [.input(0), region, .absent, .integers(sizes)], attributes)
    }
  }
}

extension OperatorExpression {
  fileprivate static func list(_ numbers: [Double]) -> OperatorExpression {
    .tensor(Tensor(shape: [numbers.count], elements: numbers.map { Float($0) }))
  }
}

extension Resize.Aspect {
  fileprivate var operatorWord: String {
    switch self {
    case .stretch: "stretch"
    case .notLarger: "not_larger"
    case .notSmaller: "not_smaller"
    }
  }
}

extension ResizeCoordinates {
  fileprivate var operatorWord: String {
    switch self {
    case .halfPixel: "half_pixel"
    case .halfPixelSymmetric: "half_pixel_symmetric"
    case .pytorchHalfPixel: "pytorch_half_pixel"
    case .alignCorners: "align_corners"
    case .asymmetric: "asymmetric"
    case .crop: "tf_crop_and_resize"
    }
  }
}

extension ResizeKernel {
  fileprivate func describe(_ attributes: inout [String: OperatorAttribute]) {
    switch self {
    case .nearest(let rounding):
      attributes["mode"] = .word("nearest")
      attributes["nearest_mode"] = .word(rounding.operatorWord)
    case .linear: attributes["mode"] = .word("linear")
    case .cubic(let a):
      attributes["mode"] = .word("cubic")
      attributes["cubic_coeff_a"] = .number(a)
    }
  }
}

extension ResizeKernel.Rounding {
  fileprivate var operatorWord: String {
    switch self {
    case .preferFloor: "round_prefer_floor"
    case .preferCeiling: "round_prefer_ceil"
    case .floor: "floor"
    case .ceiling: "ceil"
    }
  }
}
