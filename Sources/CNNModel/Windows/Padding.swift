/// How much is put around an image.
public enum Padding: Hashable, Sendable {
  /// Nothing: the window stays inside.
  case valid
  /// As much as keeps the extents at stride 1: dilation · (kernel − 1) on an axis in all, the odd
  /// cell behind it, at the bottom or right, whatever the stride.
  case same
  /// As much as lets the window touch the image with one cell: dilation · (kernel − 1) on each
  /// side.
  case full
  /// Cells before and after each axis.
  case sides(before: PerAxis, after: PerAxis)

  /// The same number of cells on opposite sides.
  public static func symmetric(_ cells: PerAxis) -> Padding { .sides(before: cells, after: cells) }

  /// Cells at the sides of an image.
  public static func sides(top: Int, left: Int, bottom: Int, right: Int) -> Padding {
    .sides(before: [top, left], after: [bottom, right])
  }

  /// Whether there is none.
  var isNone: Bool {
    switch self {
    case .valid: true
    case .same, .full: false
    case .sides(let before, let after): before.isEverywhere(0) && after.isEverywhere(0)
    }
  }

  /// How many axes it insists on; `nil` where it holds for any number of them.
  var axisCount: Int? {
    if case .sides(let before, let after) = self { before.axisCount ?? after.axisCount } else { nil }
  }

  /// The cells before and after an axis.
  ///
  /// - Parameter flipped: a true convolution puts the odd cell of `same` in front, as scipy does.
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
