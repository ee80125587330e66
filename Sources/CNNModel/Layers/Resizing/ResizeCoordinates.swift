/// The position of a resized cell on the original axis.
package enum ResizeCoordinates: Hashable, Sendable {
  /// Cells are squares, and positions are measured from their centers: `(i + ½)/scale − ½`.
  case halfPixel
  /// As `halfPixel`, but the middle of the axis is preserved where the extent was rounded.
  case halfPixelSymmetric
  /// As `halfPixel`, but an axis with one output cell takes the first cell.
  case pytorchHalfPixel
  /// Cells are points, and the first and last ones are aligned: `i·(in − 1)/(out − 1)`.
  case alignCorners
  /// `i/scale`
  case asymmetric
  /// A part of each axis, from a start to an end as fractions of the axis; cells outside of the
  /// input have the value `extrapolation`.
  case crop(starts: [Double], ends: [Double], extrapolation: Float)

  /// The position of a cell.
  ///
  /// - Parameters:
  ///   - cell: its index on the resized axis.
  ///   - input: the extent of the original axis.
  ///   - output: the extent of the resized axis.
  ///   - axis: the index among the resized axes.
  /// - Returns: `nil` outside of the input, for a crop.
  func center(_ cell: Int, input: Int, output: Int, scale: Double, axis: Int) -> Double? {
    let (place, last) = (Double(cell), Double(input - 1))
    // As in the operator's specification: the extent before rounding.
    let length = scale * Double(input)
    switch self {
    case .halfPixel: return (place + 0.5) / scale - 0.5
    case .pytorchHalfPixel: return length == 1 ? -0.5 : (place + 0.5) / scale - 0.5
    case .halfPixelSymmetric:
      let offset = Double(input) / 2 * (1 - Double(output) / length)
      return offset + (place + 0.5) / scale - 0.5
    case .alignCorners: return length == 1 ? 0 : place * last / (length - 1)
    case .asymmetric: return place / scale
    case .crop(let starts, let ends, _):
      let size = ends[axis] - starts[axis]
      let along = length == 1 ? size * last / 2 : place * size * last / (length - 1)
      let center = along + starts[axis] * last
      return center < 0 || center > last ? nil : center
    }
  }
}
