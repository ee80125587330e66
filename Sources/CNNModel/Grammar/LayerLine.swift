/// A line of text that was read by a layer's grammar: values by the names of its arguments.
public struct LayerLine: Sendable {
  private let values: [String: ReadValue]
  public let keyword: Word

  enum ReadValue: Hashable, Sendable {
    case whole(Int)
    case wholes([Int])
    case number(Double)
    case numbers([Double])
    case perAxis(PerAxis)
    case padding(Padding)
    case channels(input: Int?, output: Int)
    case shape(Shape)
    case choice(String)
    case flag
  }

  init(keyword: Word, values: [String: ReadValue]) {
    (self.keyword, self.values) = (keyword, values)
  }

  public func whole(_ name: String) -> Int? {
    if case .whole(let value)? = values[name] { value } else { nil }
  }

  public func wholes(_ name: String) -> [Int]? {
    if case .wholes(let value)? = values[name] { value } else { nil }
  }

  public func numbers(_ name: String) -> [Double]? {
    if case .numbers(let value)? = values[name] { value } else { nil }
  }

  public func number(_ name: String) -> Double? {
    if case .number(let value)? = values[name] { value } else { nil }
  }

  public func perAxis(_ name: String) -> PerAxis? {
    if case .perAxis(let value)? = values[name] { value } else { nil }
  }

  public func padding(_ name: String) -> Padding? {
    if case .padding(let value)? = values[name] { value } else { nil }
  }

  public func channels(_ name: String) -> (input: Int?, output: Int)? {
    if case .channels(let input, let output)? = values[name] { (input, output) } else { nil }
  }

  public func shape(_ name: String) -> Shape? {
    if case .shape(let value)? = values[name] { value } else { nil }
  }

  public func choice(_ name: String) -> String? {
    if case .choice(let value)? = values[name] { value } else { nil }
  }

  public func has(_ name: String) -> Bool { values[name] != nil }
}

extension [Int] {
  /// As a line of text has them: `0,-1`, or `none`.
  var words: String { isEmpty ? "none" : map(String.init).joined(separator: ",") }
}
