extension Padding {
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
}
