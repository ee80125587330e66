import Glibc

/// The weight that a cell has in a new one, by how far their centers lie apart.
enum ResamplingFilter: Hashable, Sendable {
  /// 1 within half a cell.
  case box
  /// `1 − |x|` within one cell: bilinear.
  case triangle
  /// The triangle's place taken by a sinc under Hamming's window, within one cell, as Pillow has it.
  case hamming
  /// Keys' cubic convolution with the slope `a` at one cell's distance, within two cells: bicubic.
  case cubic(Double)
  /// `sinc(x) · sinc(x / lobes)` within so many cells.
  case lanczos(Int)

  /// The distance from which on weights are 0.
  var support: Double {
    switch self {
    case .box: 0.5
    case .triangle, .hamming: 1
    case .cubic: 2
    case .lanczos(let lobes): Double(lobes)
    }
  }

  /// The weight at the distance `x`, before weights are made to add up to 1.
  func weight(_ x: Double) -> Double {
    let distance = abs(x)
    switch self {
    case .box: return x > -0.5 && x <= 0.5 ? 1 : 0
    case .triangle: return max(0, 1 - distance)
    case .hamming:
      return distance < 1 ? Self.sinc(x) * (0.54 + 0.46 * cos(.pi * x)) : 0
    case .cubic(let a): return Self.cubic(distance, a)
    case .lanczos(let lobes):
      let limit = Double(lobes)
      return x >= -limit && x < limit ? Self.sinc(x) * Self.sinc(x / limit) : 0
    }
  }

  /// `sin(πx) / πx`, 1 at 0.
  private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }

  /// R. Keys, "Cubic convolution interpolation for digital image processing", 1981.
  private static func cubic(_ x: Double, _ a: Double) -> Double {
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
  }
}
