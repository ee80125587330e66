import TerminalKit
import Testing

@Suite("Keys") struct KeyTests {
  @Test("Notation goes both ways")
  func notationGoesBothWays() throws {
    let keys: [Key] = [
      .character("s"), .character("S"), .character("<"), .character(">"), .character(" "),
      .character("é"), .control("l"), .control("@"), .alt("x"), .alt(" "), .enter, .escape, .tab,
      .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp,
      .pageDown, .function(1), .function(12),
    ]
    for key in keys { #expect(try Key(notation: key.description) == key) }
    #expect(
      keys.prefix(8).map(\.description).joined(separator: " ") == "s S <lt> > <Space> é <C-l> <C-@>"
    )
  }

  @Test("A script line is separated by blanks")
  func aScriptLineIsSeparatedByBlanks() throws {
    #expect(
      try Key.keys(in: " s s <enter>  <C-L> <") == [
        .character("s"), .character("s"), .enter, .control("l"), .character("<"),
      ])
  }

  @Test("What is no key is named", arguments: ["<Entre>", "ab", "<C-é>", "<F0>", "<>", ""])
  func whatIsNoKeyIsNamed(text: String) {
    #expect(throws: KeyError(text)) { try Key(notation: text) }
    #expect(KeyError(text).description.hasPrefix("\"\(text)\" is not a key; write"))
  }
}

@Suite("The line editor") struct LineEditorTests {
  /// (before, keys, after), where | is the cursor.
  @Test(
    "Keys of readline",
    arguments: [
      ("ab|c", "<Left> x", "ax|bc"), ("ab|c", "<C-a> x", "x|abc"), ("a|bc", "<C-e> x", "abcx|"),
      ("ab|c", "<Backspace>", "a|c"), ("ab|c", "<C-h>", "a|c"), ("ab|c", "<C-d>", "ab|"),
      ("ab|c", "<Delete> <Delete>", "ab|"), ("one two |x", "<C-w>", "one |x"),
      ("one| two", "<C-k>", "one|"), ("one| two", "<C-u>", "| two"),
      ("|", "<C-k> <C-d> <Left>", "|"),
      ("a|", "<Up>", "step 3|"), ("a|", "<Up> <Up> <Up>", "open conv1|"),
      ("a|", "<Up> <Down>", "a|"),
      ("s|", "<Tab>", "step|"), ("s|", "<Tab> <Tab> <Tab>", "stepBack|"), ("x|", "<Tab>", "x|"),
      ("one two|", "<A-b> <A-d>", "one |"),
    ])
  func keysOfReadline(before: String, keys: String, after: String) throws {
    var editor = LineEditor(
      before.replacing("|", with: ""), history: ["open conv1", "step 3"])
    let back =
      before.distance(from: before.firstIndex(of: "|") ?? before.endIndex, to: before.endIndex) - 1
    for _ in 0..<back { _ = editor.handle(.left) }
    for key in try Key.keys(in: keys) {
      let outcome = editor.handle(key) { head in
        ["step", "stepBack"].filter { $0.hasPrefix(head) }
      }
      #expect(outcome == .editing)
    }
    var shown = editor.characters
    shown.insert("|", at: editor.cursor)
    #expect(String(shown) == after)
  }

  @Test("Enter submits and leaving has many keys")
  func enterSubmitsAndLeavingHasManyKeys() throws {
    var editor = LineEditor("step")
    #expect(editor.handle(.enter) == .submitted("step"))
    for key in [Key.escape, .control("c"), .control("g")] {
      #expect(editor.handle(key) == .cancelled)
    }
    var empty = LineEditor()
    #expect(empty.handle(.backspace) == .cancelled)
  }

  @Test("Pasted line ends do not execute")
  func pastedLineEndsDoNotExecute() {
    var editor = LineEditor()
    editor.insert("one\ntwo\r\nthree")
    #expect(editor.text == "one two three")
  }

  @Test(
    "A line is drawn from the characters around the cursor, however long it is",
    arguments: [
      ("", 0, ":efghxx", 5), ("", 8, ":yyyyax", 5), ("世", 0, ":gh世xx", 5),
    ])
  func window(_ suffix: String, _ back: Int, _ row: String, _ cursor: Int) {
    // The room is 5 columns wide; the cursor takes the last one of them at the end of the line.
    var editor = LineEditor(String(repeating: "y", count: 50_000) + "abcdefgh" + suffix)
    for _ in 0..<back { _ = editor.handle(.left) }
    var canvas = Canvas(columns: 7, rows: 1, filledWith: Cell("x"))
    let place = editor.draw(into: &canvas, in: Rect(x: 0, y: 0, width: 6, height: 1))
    #expect(canvas.text == row)
    #expect(place == ScreenPosition(x: cursor, y: 0))
  }

  @Test("A long line scrolls")
  func aLongLineScrolls() {
    let editor = LineEditor("abcdefghij")
    var canvas = Canvas(columns: 6, rows: 1, filledWith: Cell("x"))
    let cursor = editor.draw(into: &canvas, in: canvas.bounds)
    #expect(canvas.text == ":ghijx")
    #expect(cursor == ScreenPosition(x: 5, y: 0))
    var tiny = Canvas(columns: 1, rows: 1)
    #expect(editor.draw(into: &tiny, in: tiny.bounds).y == 0)
    var none = Canvas(columns: 0, rows: 0)
    _ = editor.draw(into: &none, in: none.bounds)
  }
}
