import NumberText

/// `ROW COLUMN VALUE [SIZE]`, or `undo`, `redo`, `clear`, `reset`.
package struct DrawnStroke: TextParameter {
  package enum Value: Hashable, Sendable {
    case paint(row: Int, column: Int, ink: [Float], size: Int)
    case undo, redo, clear, reset
  }

  private static let words: [String: Value] = [
    "undo": .undo, "redo": .redo, "clear": .clear, "reset": .reset,
  ]

  package init() {}

  package var usage: String { "ROW COLUMN VALUE [SIZE] | undo|redo|clear|reset" }
  package var expectation: String {
    "row, column and value of a pixel, or undo, redo, clear, reset"
  }
  package var example: String { "3 4 1" }
  package var completion: Completion { .words(Self.words.keys.sorted()) }

  package func value(of text: String, in session: Session) throws(UserError) -> Value? {
    if let word = Self.words[text] { return word }
    let parts = text.split(separator: " ").map(String.init)
    guard (3...4).contains(parts.count), let row = Int(parts[0]), let column = Int(parts[1]),
      let ink = Self.ink(parts[2])
    else { return nil }
    let size = parts.count == 4 ? Int(parts[3]) : 1
    guard let size, (1...4096).contains(size) else { return nil }
    let drawing = try InputDrawing.current(session)
    guard (0..<drawing.rows).contains(row), (0..<drawing.columns).contains(column) else {
      throw UserError(
        "the image has the pixels 0 0 to \(drawing.rows - 1) \(drawing.columns - 1), not "
          + "\(row) \(column)")
    }
    return .paint(row: row, column: column, ink: try drawing.ink(ink), size: size)
  }

  /// The numbers of `0.5` or `1,0,0`; `nil` for other texts.
  package static func ink(_ word: String) -> [Float]? {
    let parts = word.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0) }.filter(\.isFinite)
    return numbers.count == parts.count ? numbers : nil
  }
}

/// `0.5` or `1,0,0`: a number for all channels, or one for each.
package struct InkText: WordParameter {
  package typealias Value = [Float]

  package init() {}

  package var usage: String { "VALUE" }
  package var expectation: String { "a number, or one for each channel" }
  package var example: String { "0.5" }

  package func value(of word: String, in session: Session) throws(UserError) -> [Float]? {
    guard let numbers = DrawnStroke.ink(word) else { return nil }
    return try InputDrawing.current(session).ink(numbers)
  }
}

extension InputDrawing {
  /// A number for each channel, where there is one for all or one for each.
  func ink(_ numbers: [Float]) throws(UserError) -> [Float] {
    if numbers.count == channels { return numbers }
    guard numbers.count == 1 else {
      throw UserError("the image has \(channels) channels, but \(numbers.count) numbers were given")
    }
    return [Float](repeating: numbers[0], count: channels)
  }

  /// `a black pixel is 0, a white one 1`
  package var range: String {
    func text(_ ink: [Float]) -> String {
      let numbers = Set(ink).count == 1 ? Array(ink.prefix(1)) : ink
      return numbers.map { Decimals.text($0, 3) }.joined(separator: ",")
    }
    return "black \(text(black)), white \(text(white))"
  }
}
