/// The amount of padding around an image.
public enum Padding: Hashable, Sendable {
  /// None: windows stay inside the image.
  case valid
  /// The extents at stride 1 stay the same: dilation · (kernel − 1) cells on an axis in total, an
  /// odd one of them after the axis (at the bottom or right), for any stride.
  case same
  /// The outermost windows overlap the image by one cell: dilation · (kernel − 1) cells on each
  /// side.
  case full
  /// The cells before and after each axis.
  case sides(before: PerAxis, after: PerAxis)

  /// The same number of cells on opposite sides.
  public static func symmetric(_ cells: PerAxis) -> Padding { .sides(before: cells, after: cells) }

  /// The cells on each side of an image.
  public static func sides(top: Int, left: Int, bottom: Int, right: Int) -> Padding {
    .sides(before: [top, left], after: [bottom, right])
  }

  /// Whether there is no padding.
  var isNone: Bool {
    switch self {
    case .valid: true
    case .same, .full: false
    case .sides(let before, let after): before.isEverywhere(0) && after.isEverywhere(0)
    }
  }

  /// The number of axes it has amounts for; `nil` if it applies to any number.
  var axisCount: Int? {
    if case .sides(let before, let after) = self {
      before.axisCount ?? after.axisCount
    } else {
      nil
    }
  }

  /// The cells before and after an axis.
  ///
  /// - Parameter flipped: whether it is a true convolution, where the odd cell of `same` comes
  ///   first, as in scipy.
  func amounts(on axis: Int, reach: Int, flipped: Bool = false) -> (before: Int, after: Int) {
    switch self {
    case .valid: return (0, 0)
    case .full: return (reach, reach)
    case .same:
      let less = reach / 2
      return flipped ? (reach - less, less) : (less, reach - less)
    case .sides(let before, let after): return (before[axis], after[axis])
    }
  }
}
