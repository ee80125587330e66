/// How red, green and blue of 8 bits become one gray value of 8 bits.
public enum GrayWeights: String, CaseIterable, Hashable, Sendable {
  /// Pillow's mode L: BT.601 with weights of 16 bits.
  case pil
  /// OpenCV's `cvtColor`: BT.601 with weights of 15 bits.
  case cv2
  /// `0.2126 · red + 0.7152 · green + 0.0722 · blue`, rounded.
  case rec709
  /// The mean, rounded down.
  case mean

  func gray(_ red: Float, _ green: Float, _ blue: Float) -> Float {
    switch self {
    case .pil: Self.fixed(red * 19595 + green * 38470 + blue * 7471, bits: 16)
    case .cv2: Self.fixed(red * 9798 + green * 19235 + blue * 3735, bits: 15)
    case .rec709:
      Float(
        (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue))
          .rounded(.toNearestOrEven))
    case .mean: ((red + green + blue) / 3).rounded(.down)
    }
  }

  private static func fixed(_ sum: Float, bits: Int) -> Float {
    (sum / Float(1 << bits) + 0.5).rounded(.down)
  }

  /// The gray plane of three planes.
  func plane(_ planes: [[Float]]) -> [Float] {
    planes[0].indices.map { gray(planes[0][$0], planes[1][$0], planes[2][$0]) }
  }
}
