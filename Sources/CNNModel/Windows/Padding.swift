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

  /// Reads `same`, `valid`, `full`, `1`, `1x2` or `1,2,0,1`; `nil` for anything else.
  init?(_ text: String) {
    switch text {
    case "valid": self = .valid
    case "same": self = .same
    case "full": self = .full
    default:
      if let sides = Self.fourSides(text) {
        self = sides
      } else if let pair = Pair(text, atLeast: 0) {
        self = .symmetric(pair)
      } else {
        return nil
      }
    }
  }

  /// The same number of cells on opposite sides.
  public static func symmetric(_ pair: Pair) -> Padding {
    .sides(top: pair.rows, left: pair.columns, bottom: pair.rows, right: pair.columns)
  }

  private static func fourSides(_ text: String) -> Padding? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { wholeNumber(String($0), atLeast: 0) }
    guard parts.count == 4, numbers.count == 4, numbers.allSatisfy({ $0 <= largestExtent }) else {
      return nil
    }
    return .sides(top: numbers[0], left: numbers[1], bottom: numbers[2], right: numbers[3])
  }

  /// The words that read back to it.
  var text: String {
    switch self {
    case .valid: return "valid"
    case .same: return "same"
    case .full: return "full"
    case .sides(let top, let left, let bottom, let right):
      guard top == bottom, left == right else { return "\(top),\(left),\(bottom),\(right)" }
      return Pair(top, left).plain
    }
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

/// What stands in the cells around an image.
public enum PaddingFill: String, Hashable, Sendable, CaseIterable {
  /// 0.
  case zeros
  /// The nearest cell of the border.
  case nearest
  /// The image mirrored at its border cells, which are not repeated.
  case reflect
  /// The image again, from its other side.
  case circular

  /// The cell of an axis with `extent` cells that stands at `index`; `nil` for a zero outside.
  ///
  /// - Precondition: `reflect` is asked within `extent − 1` of the border, `circular` within
  ///   `extent` of it: the shape rule sees to it.
  public func resolve(_ index: Int, extent: Int) -> Int? {
    if index >= 0 && index < extent { return index }
    switch self {
    case .zeros: return nil
    case .nearest: return index < 0 ? 0 : extent - 1
    case .reflect: return index < 0 ? -index : 2 * (extent - 1) - index
    case .circular: return index < 0 ? index + extent : index - extent
    }
  }

  /// The most cells that an axis can be padded by on one side.
  func limit(extent: Int) -> Int {
    switch self {
    case .zeros, .nearest: Int.max
    case .reflect: max(extent - 1, 0)
    case .circular: extent
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
