/// How much is put around an image.
public enum Padding: Hashable, Sendable {
  /// Nothing: the window stays inside.
  case valid
  /// As much as keeps rows and columns at stride 1: dilation · (kernel − 1) on an axis in all, the
  /// odd cell at the bottom or right, whatever the stride.
  case same
  /// As much as lets the window touch the image with one cell: dilation · (kernel − 1) on each
  /// side.
  case full
  /// Cells on each side.
  case sides(top: Int, left: Int, bottom: Int, right: Int)

  /// The same number of cells on opposite sides.
  public static func symmetric(_ pair: Pair) -> Padding {
    .sides(top: pair.rows, left: pair.columns, bottom: pair.rows, right: pair.columns)
  }

  /// Whether there is none.
  var isNone: Bool { self == .valid || self == .symmetric(Pair(0, 0)) }

  /// The cells before and after an axis.
  ///
  /// - Parameter flipped: a true convolution puts the odd cell of `same` in front, as scipy does.
  func amounts(on axis: ImageAxis, reach: Int, flipped: Bool = false) -> (before: Int, after: Int) {
    switch self {
    case .valid: return (0, 0)
    case .full: return (reach, reach)
    case .same:
      let less = reach / 2
      return flipped ? (reach - less, less) : (less, reach - less)
    case .sides(let top, let left, let bottom, let right):
      return axis == .rows ? (top, bottom) : (left, right)
    }
  }
}

/// One of the two axes of an image.
public enum ImageAxis: Int, Hashable, Sendable, CaseIterable {
  case rows = 2
  case columns = 3

  public func of(_ pair: Pair) -> Int { self == .rows ? pair.rows : pair.columns }
  public var name: String { self == .rows ? "rows" : "columns" }
}
