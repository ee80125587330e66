import CNNModel

/// A way to resample an image to other numbers of rows and columns.
///
/// Those named after a library give what it gives for 8-bit images: `pil` is Pillow's
/// `Image.resize`, `cv` OpenCV's `resize`, `torch` PyTorch's `interpolate` of float tensors, and
/// `tv` torchvision's `resize` of 8-bit tensors, which rounds to 8 bits.
public enum ResamplingMethod: String, CaseIterable, Hashable, Sendable {
  case bilinear, nearest, area
  case pilNearest = "pil-nearest"
  case pilBox = "pil-box"
  case pilBilinear = "pil-bilinear"
  case pilHamming = "pil-hamming"
  case pilBicubic = "pil-bicubic"
  case pilLanczos = "pil-lanczos"
  case cvNearest = "cv-nearest"
  case cvLinear = "cv-linear"
  case cvCubic = "cv-cubic"
  case cvArea = "cv-area"
  case cvLanczos4 = "cv-lanczos4"
  case torchNearest = "torch-nearest"
  case torchArea = "torch-area"
  case torchBilinear = "torch-bilinear"
  case torchBilinearCorners = "torch-bilinear-corners"
  case torchBilinearAntialias = "torch-bilinear-antialias"
  case torchBicubic = "torch-bicubic"
  case torchBicubicCorners = "torch-bicubic-corners"
  case torchBicubicAntialias = "torch-bicubic-antialias"
  case tvNearest = "tv-nearest"
  case tvBilinearPlain = "tv-bilinear-plain"
  case tvBilinearAntialias = "tv-bilinear-antialias"
  case tvBicubicPlain = "tv-bicubic-plain"
  case tvBicubicAntialias = "tv-bicubic-antialias"
}

extension ResamplingMethod {
  /// Which cells of an axis make a new one, and with which weights.
  enum Rule: Hashable, Sendable {
    /// The cell in which the point `i · from / to` lies.
    case nearest
    /// As ``nearest``, with OpenCV's rounding of `from / to`.
    case nearestDivided
    /// The cell in which the center `(i + ½) · from / to` lies, with Pillow's rounding of repeated
    /// additions.
    case nearestCenter
    /// The cells around a point; those beyond the edge are the edge's. `corners` puts the centers
    /// of the outermost cells on each other, instead of the edges.
    case interpolated(ResamplingFilter, corners: Bool = false, isSingle: Bool = false)
    /// The cells within the filter's support, which grows with the factor of reduction.
    case antialiased(ResamplingFilter)
    /// The mean of what a new cell covers, a cell covered in part counted by that part.
    case covered
    /// The mean of all cells that a new one touches.
    case touched
    /// OpenCV's area averaging of images that grow: linear, over the last part of each cell.
    case stepped
  }

  /// - Parameters:
  ///   - from: rows and columns before.
  ///   - to: rows and columns after.
  func rule(from: Shape, to: Shape) -> Rule {
    switch self {
    case .cvLinear where Self.isHalf(to, of: from): .covered
    case .cvArea where from[0] < to[0] || from[1] < to[1]: .stepped
    default: rule
    }
  }

  private static func isHalf(_ to: Shape, of from: Shape) -> Bool {
    from[0] == 2 * to[0] && from[1] == 2 * to[1]
  }

  private var rule: Rule {
    switch self {
    case .nearest, .torchNearest, .tvNearest: .nearest
    case .cvNearest: .nearestDivided
    case .pilNearest: .nearestCenter
    case .area, .cvArea: .covered
    case .torchArea: .touched
    case .pilBox: .antialiased(.box)
    case .pilHamming: .antialiased(.hamming)
    case .pilLanczos: .antialiased(.lanczos(3))
    case .pilBilinear, .torchBilinearAntialias, .tvBilinearAntialias: .antialiased(.triangle)
    case .pilBicubic, .torchBicubicAntialias, .tvBicubicAntialias: .antialiased(.cubic(-0.5))
    case .bilinear, .torchBilinear, .tvBilinearPlain: .interpolated(.triangle)
    case .torchBilinearCorners: .interpolated(.triangle, corners: true)
    case .torchBicubic, .tvBicubicPlain: .interpolated(.cubic(-0.75))
    case .torchBicubicCorners: .interpolated(.cubic(-0.75), corners: true)
    case .cvLinear: .interpolated(.triangle, isSingle: true)
    case .cvCubic: .interpolated(.cubic(-0.75))
    case .cvLanczos4: .interpolated(.lanczos(4), isSingle: true)
    }
  }

  /// How the numbers of 8-bit images are computed.
  func arithmetic(from: Shape, to: Shape) -> ResamplingArithmetic {
    switch self {
    case .pilBox, .pilBilinear, .pilHamming, .pilBicubic, .pilLanczos: .bytes(bits: 22)
    case .tvBilinearPlain, .tvBilinearAntialias, .tvBicubicPlain, .tvBicubicAntialias:
      .bytes(bits: nil)
    case .cvLinear where Self.isHalf(to, of: from), .cvArea where Self.isHalf(to, of: from): .halved
    case .cvLinear: .openCVLinear
    case .cvArea where from[0] < to[0] || from[1] < to[1]: .openCVLinear
    case .cvLanczos4: .openCV
    case .cvArea, .cvCubic: .rounded
    default: .real
    }
  }

  /// Whether rows are resampled before columns, which makes a difference where numbers are rounded
  /// in between: Pillow does so since version 13 where the height shrinks by more than twice of what
  /// the width does.
  func isRowsFirst(from: Shape, to: Shape) -> Bool {
    let (fewerRows, fewerColumns) = (from[0] - to[0], from[1] - to[1])
    return rawValue.hasPrefix("pil-") && fewerRows > 0 && fewerRows > 2 * fewerColumns
  }

  /// What it does, in words.
  var phrase: String {
    switch self {
    case .bilinear: "scaled bilinearly"
    case .nearest: "scaled by nearest neighbor"
    case .area: "scaled by area averaging"
    default: "scaled by \(rawValue)"
    }
  }
}
