/// A parsed line: the values of a layer's arguments by name. A value that is absent is `nil`.
public struct LayerLine: Sendable {
  private let values: [String: ReadValue]
  /// The first word, with its column for error messages.
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
    case text(String)
    case choice(String)
    case flag
  }

  init(keyword: Word, values: [String: ReadValue]) {
    (self.keyword, self.values) = (keyword, values)
  }

  /// The value of an argument that is an integer or an axis.
  public func whole(_ name: String) -> Int? {
    if case .whole(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument that is a list of integers.
  public func wholes(_ name: String) -> [Int]? {
    if case .wholes(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument that is a list of numbers.
  public func numbers(_ name: String) -> [Double]? {
    if case .numbers(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument that is a number.
  public func number(_ name: String) -> Double? {
    if case .number(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument with a number for each spatial axis.
  public func perAxis(_ name: String) -> PerAxis? {
    if case .perAxis(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument that is a padding.
  public func padding(_ name: String) -> Padding? {
    if case .padding(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument that is a number of channels; `input` is `nil` unless it is given.
  public func channels(_ name: String) -> (input: Int?, output: Int)? {
    if case .channels(let input, let output)? = values[name] { (input, output) } else { nil }
  }

  /// The value of an argument that is a word of its own.
  public func text(_ name: String) -> String? {
    if case .text(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument that is a shape.
  public func shape(_ name: String) -> Shape? {
    if case .shape(let value)? = values[name] { value } else { nil }
  }

  /// The value of an argument that is one of several words.
  public func choice(_ name: String) -> String? {
    if case .choice(let value)? = values[name] { value } else { nil }
  }

  /// Whether the argument was given; for flags.
  public func has(_ name: String) -> Bool { values[name] != nil }
}

extension [Int] {
  /// The text that is parsed as a list of integers: `0,-1`, or `none`.
  var words: String { isEmpty ? "none" : map(String.init).joined(separator: ",") }
}
