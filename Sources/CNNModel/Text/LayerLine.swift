/// A mistake in a line of a model file, at a place.
public struct LineError: Error, Hashable, Sendable {
  public let reason: String
  /// Where in the line, counted from 1.
  public let column: Int
  public let proposal: String?

  public init(_ reason: String, column: Int, proposal: String? = nil) {
    (self.reason, self.column, self.proposal) = (reason, column, proposal)
  }
}

extension LineError: CustomStringConvertible {
  public var description: String { proposal.map { "\(reason); \($0)" } ?? reason }
}

/// A word of a line and the column where it begins, counted from 1.
public struct Word: Hashable, Sendable {
  public let text: String
  public let column: Int

  public init(_ text: String, column: Int) { (self.text, self.column) = (text, column) }

  /// The words of a line, divided at blanks.
  public static func split(_ line: Substring, startingAt column: Int = 1) -> [Word] {
    var words: [Word] = []
    var current = ""
    var place = column
    var start = column
    for character in line {
      if character.isWhitespace {
        if !current.isEmpty { words.append(Word(current, column: start)) }
        current = ""
      } else {
        if current.isEmpty { start = place }
        current.append(character)
      }
      place += 1
    }
    if !current.isEmpty { words.append(Word(current, column: start)) }
    return words
  }
}

/// A line of text that was read by a layer's grammar: values by the names of its arguments.
public struct LayerLine: Sendable {
  private let values: [String: ReadValue]
  public let keyword: Word

  enum ReadValue: Hashable, Sendable {
    case whole(Int)
    case wholes([Int])
    case number(Double)
    case numbers([Double])
    case pair(Pair)
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

  public func pair(_ name: String) -> Pair? {
    if case .pair(let value)? = values[name] { value } else { nil }
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

/// Two numbers, for rows and for columns.
public struct Pair: Hashable, Sendable {
  public var rows: Int
  public var columns: Int

  public init(_ rows: Int, _ columns: Int) { (self.rows, self.columns) = (rows, columns) }
  public init(both: Int) { self.init(both, both) }

  public static let one = Pair(both: 1)
  public var product: Int { rows * columns }
}

extension Pair: CustomStringConvertible {
  /// As it is explained: `5×5`.
  public var description: String { "\(rows)×\(columns)" }

  /// As it is typed: `2` for both, `2x1` else.
  public var plain: String { rows == columns ? "\(rows)" : "\(rows)x\(columns)" }
}
