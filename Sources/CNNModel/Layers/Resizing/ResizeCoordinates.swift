/// Where a cell of a resized axis lies on the axis it was made from.
package enum ResizeCoordinates: Hashable, Sendable {
  /// Cells are squares whose centers match: `(i + ½)/scale − ½`.
  case halfPixel
  /// The same, with the middle of the axis kept where the extent was rounded.
  case halfPixelSymmetric
  /// The same; an axis that becomes one cell takes the first.
  case pytorchHalfPixel
  /// Cells are points and the outermost match: `i·(in − 1)/(out − 1)`.
  case alignCorners
  /// `i/scale`
  case asymmetric
  /// A part of each axis, from a start to an end that are counted with the axis as 1; cells outside
  /// of the input get a number of their own.
  case crop(starts: [Double], ends: [Double], extrapolation: Float)

  /// The place of a cell.
  ///
  /// - Parameters:
  ///   - cell: its index on the resized axis.
  ///   - input: the extent of the axis it was made from.
  ///   - output: the extent of the resized axis.
  ///   - axis: the place among the resized axes.
  /// - Returns: `nil` outside of the input, for a crop.
  func center(_ cell: Int, input: Int, output: Int, scale: Double, axis: Int) -> Double? {
    let (place, last) = (Double(cell), Double(input - 1))
    // As in the operator's specification: the extent before it is rounded.
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
