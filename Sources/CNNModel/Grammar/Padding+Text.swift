extension Padding {
  /// Parses `same`, `valid`, `full`, `1`, `1x2` or `1,2,0,1`; `nil` for anything else.
  init?(_ text: String) {
    switch text {
    case "valid": self = .valid
    case "same": self = .same
    case "full": self = .full
    default:
      if let sides = Self.allSides(text) {
        self = sides
      } else if let cells = PerAxis(text, atLeast: 0) {
        self = .symmetric(cells)
      } else {
        return nil
      }
    }
  }

  /// The cells before each axis, then after each axis: `top,left,bottom,right`.
  private static func allSides(_ text: String) -> Padding? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { wholeNumber(String($0), atLeast: 0) }
    guard parts.count.isMultiple(of: 2), SpatialAxes.counts.contains(parts.count / 2),
      numbers.count == parts.count, numbers.allSatisfy({ $0 <= largestExtent })
    else { return nil }
    let axes = numbers.count / 2
    return .sides(before: PerAxis(Array(numbers[..<axes])), after: PerAxis(Array(numbers[axes...])))
  }

  /// The text that is parsed as this padding.
  var text: String {
    switch self {
    case .valid: return "valid"
    case .same: return "same"
    case .full: return "full"
    case .sides(let before, let after):
      guard before == after else { return (before.numbers + after.numbers).words }
      return before.plain
    }
  }
}
