import NumberText

/// `ROW COLUMN VALUE [SIZE]`, several of them with `/` between, or `undo`, `redo`, `clear`, `reset`.
package struct DrawnStroke: TextParameter {
  package enum Value: Hashable, Sendable {
    case paint([PixelPatch])
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
    let drawing = try InputDrawing.current(session)
    var patches: [PixelPatch] = []
    for dab in text.split(separator: "/", omittingEmptySubsequences: false) {
      guard let patch = try Self.patch(dab.split(separator: " ").map(String.init), drawing) else {
        return nil
      }
      patches.append(patch)
    }
    return .paint(patches)
  }

  /// The rectangle around a pixel.
  private static func patch(
    _ words: [String], _ drawing: InputDrawing
  ) throws(UserError) -> PixelPatch? {
    guard (3...4).contains(words.count), let row = Int(words[0]), let column = Int(words[1]),
      let size = words.count == 4 ? BrushSize(words[3]) : BrushSize(side: 1)
    else { return nil }
    guard let ink = try drawing.ink(words[2]) else { return nil }
    try drawing.check(row: row, column: column)
    return drawing.patch(row: row, column: column, size, ink)
  }
}

/// `ROW COLUMN HEIGHT WIDTH [VALUE]`: a rectangle from its upper left pixel.
package struct OccludedPatch: TextParameter {
  package typealias Value = PixelPatch

  package init() {}

  package var usage: String { "ROW COLUMN HEIGHT WIDTH [VALUE]" }
  package var expectation: String {
    "the upper left pixel of a rectangle, its height and width, and perhaps a value"
  }
  package var example: String { "4 4 8 8 mean" }

  package func value(of text: String, in session: Session) throws(UserError) -> PixelPatch? {
    let words = text.split(separator: " ").map(String.init)
    let numbers = words.prefix(4).compactMap { Int($0) }
    guard (4...5).contains(words.count), numbers.count == 4, numbers[2] > 0, numbers[3] > 0 else {
      return nil
    }
    let drawing = try InputDrawing.current(session)
    guard let ink = try drawing.ink(words.count == 5 ? words[4] : "mean") else { return nil }
    try drawing.check(row: numbers[0], column: numbers[1])
    let (below, right) = (drawing.rows - numbers[0], drawing.columns - numbers[1])
    guard numbers[2] <= below, numbers[3] <= right else {
      throw UserError(
        "from pixel \(numbers[0]) \(numbers[1]) a rectangle has at most \(below) rows and \(right) "
          + "columns, not \(numbers[2]) and \(numbers[3])")
    }
    return PixelPatch(
      rows: numbers[0]..<numbers[0] + numbers[2], columns: numbers[1]..<numbers[1] + numbers[3],
      ink: ink)
  }
}

/// `0.5` or `1,0,0`: a number for all channels, or one for each; or `black`, `white`, `mean`.
package struct InkText: WordParameter {
  package typealias Value = [Float]

  package init() {}

  package var usage: String { "VALUE" }
  package var expectation: String { "a number, one for each channel, or black, white, mean" }
  package var example: String { "0.5" }
  package var completion: Completion { .words(["black", "mean", "white"]) }

  package func value(of word: String, in session: Session) throws(UserError) -> [Float]? {
    try InputDrawing.current(session).ink(word)
  }
}

extension InputDrawing {
  /// The numbers of `0.5`, `1,0,0`, `black`, `white` or `mean`, one for each channel; `nil` for other
  /// texts.
  ///
  /// - Throws: ``UserError`` where there are neither one number nor one for each channel.
  func ink(_ word: String) throws(UserError) -> [Float]? {
    let named = ["black": black, "white": white, "mean": mean]
    if let ink = named[word] { return ink }
    let parts = word.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Float($0) }.filter(\.isFinite)
    guard numbers.count == parts.count else { return nil }
    if numbers.count == channels { return numbers }
    guard numbers.count == 1 else {
      throw UserError("the image has \(channels) channels, but \(numbers.count) numbers were given")
    }
    return [Float](repeating: numbers[0], count: channels)
  }

  /// - Throws: ``UserError`` where the image has no such pixel.
  func check(row: Int, column: Int) throws(UserError) {
    guard (0..<rows).contains(row), (0..<columns).contains(column) else {
      throw UserError(
        "the image has the pixels 0 0 to \(rows - 1) \(columns - 1), not \(row) \(column)")
    }
  }

  /// `black 0, white 1`
  package var range: String {
    func text(_ ink: [Float]) -> String {
      let numbers = Set(ink).count == 1 ? Array(ink.prefix(1)) : ink
      return numbers.map { Decimals.text($0, 3) }.joined(separator: ",")
    }
    return "black \(text(black)), white \(text(white))"
  }
}
