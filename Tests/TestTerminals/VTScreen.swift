import TerminalKit

/// What a terminal would show: a small VT100 with the sequences that ncurses sends to `xterm`,
/// `screen`, `linux` and `vt100`. Whatever it does not know is recorded, never guessed.
package struct VTScreen {
  package struct Cell: Hashable {
    package var character: Unicode.Scalar = " "
    package var pen = Pen()

    /// The pen as far as it can be seen: of a blank, the background and the lines through it.
    var visiblePen: Pen {
      guard character == " ", !pen.attributes.contains(7) else { return pen }
      var visible = Pen(background: pen.background)
      visible.attributes = pen.attributes.intersection([4, 9])
      return visible
    }
  }

  /// What the program has asked of the terminal.
  package enum Question: Hashable {
    case attributes, background, graphics
    case mode(Int)
  }

  /// Colors are −1 (the terminal's own), 0…255, or 0x1000000 | RGB.
  package struct Pen: Hashable {
    package var foreground = -1
    package var background = -1
    package var attributes: Set<Int> = []

    package init() {}
    package init(background: Int) { self.background = background }
  }

  package private(set) var columns: Int
  package private(set) var rows: Int
  package private(set) var cells: [[Cell]]
  package private(set) var unknown: [String] = []
  /// The private modes that are set: 25 the cursor, 1049 the alternate screen, 2004 pastes …
  package private(set) var modes: Set<Int> = [7, 25]
  /// What was asked and not answered yet.
  package var questions: [Question] = []
  /// Commands for pictures (kitty), oldest first: `a=d,d=I,i=3`.
  package var graphics: [String] = []
  /// What was put on the clipboard last, in base 64.
  package var clipboard: String?
  var x = 0
  var y = 0
  package var pen = Pen()
  var region: Range<Int>
  /// Which of G0 and G1 are line drawing, and which one is in use.
  var lineSets = [false, false]
  var activeSet = 0
  var last: Unicode.Scalar = " "
  private var normal: [[Cell]]?
  private var saved = (x: 0, y: 0)
  private var parser = VTParser()

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    region = 0..<rows
    cells = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  package var isAlternate: Bool { normal != nil }
  package var cursorIsVisible: Bool { modes.contains(25) }

  /// The pens that are not plain, row by row: `3: 0-9 fg 37 bold, 12 reverse`.
  package var styleText: String {
    cells.enumerated().compactMap { y, row in
      var runs: [String] = []
      var start = 0
      let pens = row.map(\.visiblePen)
      for x in 1...max(1, row.count) where x == row.count || pens[x] != pens[start] {
        if pens[start] != Pen() { runs.append("\(start)-\(x - 1) \(pens[start])") }
        start = x
      }
      return runs.isEmpty ? nil : "\(y): " + runs.joined(separator: ", ")
    }.joined(separator: "\n")
  }

  /// The characters, a line a row, trailing blanks cut.
  package var lines: [String] { cells.indices.map { line($0) } }

  /// The characters of a row, trailing blanks cut.
  package func line(_ row: Int) -> String {
    let end = cells[row].lastIndex { $0.character != " " && $0.character != "\0" } ?? -1
    var text = String.UnicodeScalarView()
    for cell in cells[row][...end] where cell.character != "\0" { text.append(cell.character) }
    return String(text)
  }

  package var text: String { lines.joined(separator: "\n") }

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if let action = parser.next(byte) { perform(action) }
    }
  }

  /// The terminal gets another size; what stands outside is lost.
  package mutating func resize(columns: Int, rows: Int) {
    var other = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
    for y in 0..<min(rows, cells.count) {
      for x in 0..<min(columns, cells[y].count) { other[y][x] = cells[y][x] }
    }
    (cells, self.columns, self.rows, region) = (other, columns, rows, 0..<rows)
    (x, y) = (min(x, columns - 1), min(y, rows - 1))
    saved = (min(saved.x, columns - 1), min(saved.y, rows - 1))
  }

  mutating func note(_ sequence: String) { unknown.append(sequence) }

  mutating func put(_ scalar: Unicode.Scalar) {
    if x >= columns {
      x = 0
      lineFeed()
    }
    last = scalar
    cells[y][x] = Cell(character: lineSets[activeSet] ? drawn(scalar) : scalar, pen: pen)
    x += 1
    guard scalar.columns == 2, x < columns else { return }
    cells[y][x] = Cell(character: "\0", pen: pen)
    x += 1
  }

  private func drawn(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let forms: [Unicode.Scalar: Unicode.Scalar] = [
      "q": "─", "x": "│", "l": "┌", "k": "┐", "m": "└", "j": "┘", "t": "├", "u": "┤", "w": "┬",
      "v": "┴", "n": "┼",
    ]
    return forms[scalar] ?? scalar
  }

  mutating func lineFeed() {
    if y + 1 == region.upperBound {
      scroll(up: 1, from: region.lowerBound)
    } else {
      y = min(rows - 1, y + 1)
    }
  }

  mutating func reverseLineFeed() {
    if y == region.lowerBound { scroll(up: -1, from: y) } else { y = max(0, y - 1) }
  }

  /// Moves the lines from `top` to the end of the region up, or down where negative.
  mutating func scroll(up count: Int, from top: Int) {
    let end = min(region.upperBound, cells.count)
    guard top < end else { return }
    var part = Array(cells[top..<end])
    let moved = min(abs(count), part.count)
    let blank = Array(repeating: blankLine, count: moved)
    part = count > 0 ? part.dropFirst(moved) + blank : blank + part.dropLast(moved)
    cells.replaceSubrange(top..<end, with: part)
  }

  private var blankLine: [Cell] { Array(repeating: blank, count: columns) }
  private var blank: Cell { Cell(character: " ", pen: Pen(background: pen.background)) }

  mutating func erase(rows: Range<Int>, columns: Range<Int>) {
    for y in rows.clamped(to: 0..<self.rows) {
      for x in columns.clamped(to: 0..<self.columns) { cells[y][x] = blank }
    }
  }

  mutating func insertBlanks(_ count: Int) {
    guard x < columns else { return }
    cells[y].insert(contentsOf: Array(repeating: blank, count: min(count, columns - x)), at: x)
    cells[y].removeLast(cells[y].count - columns)
  }

  mutating func deleteCharacters(_ count: Int) {
    guard x < columns else { return }
    let gone = min(count, columns - x)
    cells[y].removeSubrange(x..<x + gone)
    cells[y] += Array(repeating: blank, count: gone)
  }

  mutating func saveCursor() { saved = (x, y) }
  mutating func restoreCursor() { (x, y) = saved }

  mutating func setMode(_ mode: Int, _ on: Bool) {
    if on { modes.insert(mode) } else { modes.remove(mode) }
    guard mode == 1049 || mode == 47 || mode == 1047, on != isAlternate else { return }
    if on {
      saveCursor()
      normal = cells
      erase(rows: 0..<rows, columns: 0..<columns)
    } else if let before = normal {
      (cells, normal) = (before, nil)
      resize(columns: columns, rows: rows)
      restoreCursor()
    }
  }
}

extension VTScreen.Pen: CustomStringConvertible {
  package var description: String {
    let names = [1: "bold", 2: "dim", 4: "underline", 7: "reverse"]
    let colors = [("fg", foreground), ("bg", background)].filter { $0.1 >= 0 }.map {
      "\($0.0) \($0.1 < 256 ? "\($0.1)" : "#" + String($0.1 & 0xFFFFFF, radix: 16))"
    }
    return (colors + attributes.sorted().map { names[$0] ?? "\($0)" }).joined(separator: " ")
  }
}
