import CNNModel

/// The steps that change rows and columns.
extension Preprocessing {
  static func spatialSteps(
    _ from: Shape, _ to: Shape, _ options: PreprocessingOptions, isBytes: Bool
  ) throws(PreprocessingError) -> [Step] {
    try checkFit(options)
    guard from != to || options.fit?.side != nil else { return [] }
    let isLeNet = from == [28, 28] && to == [32, 32] && options.fit == nil
    switch options.resize ?? (isLeNet ? .pad : .bilinear) {
    case .resampled(let method):
      let placement = try placement(from, to, options.fit)
      return steps(from, placement, method, fill: options.fit?.fill ?? 0, isBytes: isBytes)
    case .pad:
      guard from[0] <= to[0], from[1] <= to[1] else {
        throw PreprocessingError("padding cannot make an image of \(from) smaller to \(to)")
      }
    case .crop:
      guard from[0] >= to[0], from[1] >= to[1] else {
        throw PreprocessingError("cropping cannot make an image of \(from) larger to \(to)")
      }
    }
    return [.padded(ImagePadding(from: from, to: to))]
  }

  private static func steps(
    _ from: Shape, _ placement: ImagePlacement, _ method: ResamplingMethod, fill: Float,
    isBytes: Bool
  ) -> [Step] {
    let (resized, to) = (placement.resized, placement.target)
    let resize = ImageResize(from: from, to: resized, method: method, isBytes: isBytes)
    let padding = ImagePadding(
      from: resized, to: to, top: placement.top, left: placement.left, fill: fill)
    return (from == resized ? [] : [.resized(resize)]) + (resized == to ? [] : [.padded(padding)])
  }

  private static func placement(
    _ from: Shape, _ to: Shape, _ fit: ImageFit?
  ) throws(PreprocessingError) -> ImagePlacement {
    switch fit?.kind ?? .squash {
    case .squash: return ImagePlacement(squashedTo: to)
    case .pad: return ImagePlacement(from, letterboxedIn: to)
    case .crop:
      let resized =
        fit?.side.map { ImagePlacement.shape(of: from, shorterSide: $0) }
        ?? ImagePlacement.shape(of: from, covering: to)
      try checkCrop(from, resized, to)
      return ImagePlacement(resized: resized, target: to, rounding: .toNearestOrEven)
    }
  }

  private static func checkCrop(
    _ from: Shape, _ resized: Shape, _ to: Shape
  ) throws(PreprocessingError) {
    guard resized[0] >= to[0], resized[1] >= to[1] else {
      throw PreprocessingError(
        "resized to \(resized), the image of \(from) is too small to cut \(to) out of it; "
          + "a larger --resize-side helps")
    }
    guard resized[0] <= ImageFile.mostValues / resized[1] else {
      throw PreprocessingError(
        "resized to \(resized), the image of \(from) would be too large")
    }
  }

  /// - Throws: ``PreprocessingError`` for options that contradict each other.
  private static func checkFit(_ options: PreprocessingOptions) throws(PreprocessingError) {
    guard let fit = options.fit else { return }
    if let resize = options.resize, [.pad, .crop].contains(resize) {
      throw PreprocessingError(
        "--resize \(resize.rawValue) does not resize, so that there is no --fit; "
          + "--resize bilinear does")
    }
    if fit.side != nil, fit.kind != .crop {
      throw PreprocessingError("--resize-side belongs to --fit crop, not \(fit.kind.rawValue)")
    }
    if fit.fill != nil, fit.kind != .pad {
      throw PreprocessingError("--fill belongs to --fit pad, not \(fit.kind.rawValue)")
    }
  }
}
