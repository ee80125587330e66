/// The values that a mistake may put in the place of another.
extension LayerGrammar.Value {
  /// The usual values of an argument, and those near the one that it has.
  ///
  /// - Parameter value: the text of the argument; `nil` where it has its default.
  func examples(besides value: String?) -> [String] {
    switch self {
    case .whole, .perAxis, .stride:
      ["1", "2", "3"] + (value?.variants ?? []) + (value?.neighbors ?? [])
    case .axis: (-3..<4).map(String.init)
    case .wholes: Self.usualLists
    case .number: Self.numbers(near: value.flatMap(Double.init)) + (value?.multiples ?? [])
    case .padding: ["valid", "same", "full", "1", "2"] + (value?.variants ?? [])
    case .choice(let words): words
    case .numbers, .channels, .shape, .extents, .text, .flag: []
    }
  }

  /// Numbers such as slopes, shares and limits; for a small one, as it is added to a variance, other
  /// small ones.
  private static func numbers(near value: Double?) -> [String] {
    guard let value, value != 0, value.magnitude < 0.005 else {
      return [
        "0", "0.01", "0.02", "0.1", "0.2", "0.25", "0.3", "0.5", "0.9", "0.99", "1", "2", "3",
      ]
    }
    return ["0", "1e-8", "1e-6", "1e-5", "1e-4", "0.001", "0.01", "0.1", "1"]
  }

  private static let usualLists = [
    "0", "1", "2", "3", "-1", "-2", "0,1", "1,2", "2,3", "0,2", "0,2,3", "1,2,3", "0,1,2",
    "1,0", "0,2,1", "0,3,1,2", "0,2,3,1", "0,1,3,2", "1,0,2,3", "3,2,1,0",
  ]
}

extension String {
  /// For `2x3` the axes exchanged, and either number for both.
  fileprivate var variants: [String] {
    let parts = split(separator: "x").map(String.init)
    return parts.count > 1 ? [parts.reversed().joined(separator: "x")] + parts : []
  }

  /// One less and one more.
  fileprivate var neighbors: [String] {
    guard let number = Int(self), number < largestWhole else { return [] }
    return [String(number - 1), String(number + 1)]
  }

  /// Ten times as much, a tenth, the negative, the rest to 1, the reciprocal.
  fileprivate var multiples: [String] {
    guard let number = Double(self) else { return [] }
    let others = [10 * number, number / 10, -number, 1 - number, number * number]
    return (others + (number == 0 ? [] : [1 / number])).map { "\($0)" }
  }
}
