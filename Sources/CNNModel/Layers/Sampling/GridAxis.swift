/// How a grid's coordinates, from −1 to 1, lie on an axis of an image.
struct GridAxis {
  let extent: Int
  let alignsCorners: Bool

  /// Cells per unit of the coordinate.
  var scale: Double { Double(alignsCorners ? extent - 1 : extent) / 2 }

  /// The position in cells of a coordinate, limited to ±2²⁴; what is no number lies outside.
  func place(_ coordinate: Double) -> Double {
    guard !coordinate.isNaN else { return -100 }
    return (min(max(coordinate, -0x1p24), 0x1p24) + 1) * scale - (alignsCorners ? 0 : 0.5)
  }

  /// The position that is read instead of one beyond the border, and the slope of it.
  func bounded(
    _ place: Double, _ paddingMode: GridSample.PaddingMode
  ) -> (place: Double, slope: Double) {
    let last = Double(extent - 1)
    switch paddingMode {
    case .zeros: return (place, 1)
    case .border: return (min(max(place, 0), last), place < 0 || place > last ? 0 : 1)
    case .reflection:
      let (mirrored, slope) = reflected(place)
      return (
        min(max(mirrored, 0), last), mirrored < 0 || mirrored > last ? 0 : slope
      )
    }
  }

  /// Mirrored at the centers of the outermost cells, or at their outer edges.
  private func reflected(_ place: Double) -> (place: Double, slope: Double) {
    let edge = alignsCorners ? 0.0 : -0.5
    let span = alignsCorners ? Double(extent - 1) : Double(extent)
    guard span > 0 else { return (0, 0) }
    let distance = (place - edge).magnitude
    let rest = distance.truncatingRemainder(dividingBy: span)
    let isTurned = (distance / span).rounded(.down).truncatingRemainder(dividingBy: 2) != 0
    let sign: Double = place < edge ? -1 : 1
    return isTurned ? (span - rest + edge, -sign) : (rest + edge, sign)
  }
}

/// The weight of a cell at a distance in cubic interpolation with the coefficient −3/4, and its slope.
///
/// Source: R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981.
struct CubicWeight {
  let weight: Double
  let slope: Double

  init(distance: Double) {
    let (a, x) = (-0.75, distance.magnitude)
    let sign: Double = distance < 0 ? -1 : 1
    if x <= 1 {
      weight = ((a + 2) * x - (a + 3)) * x * x + 1
      slope = sign * (3 * (a + 2) * x - 2 * (a + 3)) * x
    } else {
      weight = x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
      slope = x < 2 ? sign * ((3 * a * x - 10 * a) * x + 8 * a) : 0
    }
  }
}
