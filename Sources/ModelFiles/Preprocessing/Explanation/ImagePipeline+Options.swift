import CNNModel

extension ImagePipeline {
  /// The options with which this program does the same for a network that takes this shape; `nil`
  /// where it has none for a part of it.
  ///
  /// - Parameter image: rows and columns of the image.
  func options(for image: Shape) -> PreprocessingOptions? {
    guard turn == ImageTurn(), gray == nil || gray == .pil else { return nil }
    var options = PreprocessingOptions(isInverted: isInverted)
    switch channels {
    case .bgr: options.channels = .bgr
    case .rgb: break
    case .gray, .gray3: options.channels = gray == nil ? nil : .gray
    default: return nil
    }
    guard place(image, in: &options) else { return nil }
    normalization.set(in: &options)
    return options
  }

  /// - Returns: whether there are options for it.
  private func place(_ image: Shape, in options: inout PreprocessingOptions) -> Bool {
    let placement = placed.placement
    guard placement.resized != image || placement.target != image else { return true }
    options.resize = .resampled(resize ?? .pilBilinear)
    switch placed.fit {
    case .squash: break
    case .centerCrop where placement.isCentered(.down), .letterbox where resize == nil:
      options.resize = placed.fit == .letterbox ? .pad : .crop
      return placement.isCentered(.down) && (fill ?? 0) == 0
    case .centerCrop:
      options.fit = ImageFit(.crop, side: image.extents.min())
    case .shorterSideCrop:
      options.fit = ImageFit(.crop, side: placed.shorter)
      return placement.isCentered(.toNearestOrEven)
    case .letterbox:
      options.fit = ImageFit(.pad, fill: isInverted ? 255 - (fill ?? 0) : fill)
      return placement == ImagePlacement(image, letterboxedIn: placement.target)
    }
    return true
  }
}

extension KnownNormalization {
  /// Puts it into options.
  func set(in options: inout PreprocessingOptions) {
    options.scale = factor
    options.mean = mean.map { Float($0 - offset) }
    if mean.isEmpty, offset != 0 { options.mean = [Float(-offset)] }
    options.deviation = deviation.map { Float($0) }
  }

  /// The scale, as a fraction of a short number where it is one.
  var factor: ScaleFactor {
    let divisor = (2 / scale).rounded(.toNearestOrEven) / 2
    guard scale < 1, abs(1 / scale - divisor) < 1e-6 else { return ScaleFactor(scale) }
    return ScaleFactor(1, over: divisor)
  }
}

extension ImagePlacement {
  /// Whether the image stands in the center of the target.
  fileprivate func isCentered(_ rounding: FloatingPointRoundingRule) -> Bool {
    self == ImagePlacement(resized: resized, target: target, rounding: rounding)
  }
}
