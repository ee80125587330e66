import CNNModel
import NumberText
import ScopeDebugger
import TerminalKit

/// The parts that stand side by side, a line each, around the one in focus. Where there is room,
/// what they are made of stands below them.
struct PartList {
  private let parts: [Part]
  private let focus: Int
  private let operation: Part.Operation
  /// What the layer's inputs are called, where it has several.
  private let inputNames: [String]
  private let capabilities: Capabilities

  init(
    _ microscope: Microscope, _ computation: Computation, inputNames: [String],
    _ capabilities: Capabilities
  ) {
    (self.inputNames, self.capabilities) = (inputNames, capabilities)
    parts = microscope.parts(of: computation)
    focus = min(microscope.place.cursor, parts.count - 1)
    operation = microscope.part(of: computation).operation
  }

  /// A line of the list: what it says before the number, in columns, and the number.
  private struct Row {
    var depth = 0
    var isFocused = false
    let part: Part
    let columns: [String]
    /// The same in shorter forms for narrow lists, without the numbers of what stands somewhere.
    let shortForms: [String]
    var mark = ""
  }

  func draw(_ canvas: inout Canvas, _ rect: Rect) {
    var rows = rows(room: rect.height)
    let widths = (0..<(rows.map(\.columns.count).max() ?? 0)).map { column in
      rows.map {
        $0.depth == 0 && $0.columns.count > 1 && column < $0.columns.count
          ? $0.columns[column].columns : 0
      }.max() ?? 0
    }
    let needed = widths.reduce(widths.count) { $0 + $1 } + 12
    if needed + Self.markColumns(rows) > rect.width {
      for index in rows.indices where rows[index].mark == Self.tie.long {
        rows[index].mark = Self.tie.short
      }
    }
    let marked = Self.markColumns(rows)
    let isNarrow = needed + marked > rect.width
    for (index, row) in rows.enumerated() {
      let line = Rect(x: rect.x, y: rect.y + index, width: rect.width, height: 1)
      draw(row, isNarrow ? nil : widths, marked, &canvas, line)
    }
  }

  private static func markColumns(_ rows: [Row]) -> Int { rows.map(\.mark.columns).max() ?? 0 }

  /// - Parameter widths: those of the columns; `nil` where they do not fit.
  private func draw(
    _ row: Row, _ widths: [Int]?, _ marked: Int, _ canvas: inout Canvas, _ rect: Rect
  ) {
    let style: Style = row.isFocused ? .selection : row.depth > 0 ? .dim : .plain
    canvas.fill(rect, with: Cell(" ", style))
    let value = row.part.value == 0 ? 0 : row.part.value
    let number = "= " + Decimals.fitting(value, significant: 4, width: 9).leftPadded(to: 9)
    let end = canvas.write(
      number + row.mark.rightPadded(to: marked), endingAt: rect.maxX, y: rect.y, style)
    let text = spelled(
      text(of: row, widths, room: end - rect.x - 2 - 2 * row.depth), capabilities)
    let indent = String(repeating: "  ", count: row.depth)
    canvas.write(
      (row.isFocused ? "▸" : " ") + indent + text, x: rect.x, y: rect.y, limit: end - rect.x - 1,
      style)
  }

  private func text(of row: Row, _ widths: [Int]?, room: Int) -> String {
    guard row.columns.count > 1 else { return fitting([row.columns[0]] + row.shortForms, room) }
    guard let widths else { return fitting(row.shortForms, room) }
    return zip(row.columns, widths).map { $0.padded(to: $1) }.joined(separator: " ")
  }

  private func rows(room: Int) -> [Row] {
    let first = min(max(0, focus - room / 2), max(0, parts.count - room))
    let shown = Array(parts.indices.dropFirst(first).prefix(room))
    let isWide = Set(parts.compactMap { $0.addend?.read?.position?.indices.dropLast(2) }).count > 1
    var rows = shown.map { index in
      Row(
        isFocused: index == focus, part: parts[index],
        columns: parts[index].columns(isWide: isWide, inputNames),
        shortForms: parts[index].shortForms(isWide: isWide), mark: mark(index))
    }
    unfold(&rows, room: room)
    return rows
  }

  /// Puts what parts are made of below them, level by level, as long as a whole level fits.
  private func unfold(_ rows: inout [Row], room: Int) {
    for depth in 0..<6 {
      let unfolded = rows.flatMap { row -> [Row] in
        guard row.depth == depth, !row.part.parts.isEmpty else { return [row] }
        return [row]
          + row.part.parts.map {
            Row(
              depth: depth + 1, part: $0,
              columns: [$0.columns(isWide: true, inputNames).joined(separator: " ")],
              shortForms: $0.shortForms(isWide: true))
          }
      }
      guard unfolded.count <= room, unfolded.count > rows.count else { return }
      rows = unfolded
    }
  }

  /// Where the largest is taken: the first of the largest, and others that are equal to it.
  private func mark(_ index: Int) -> String {
    guard operation == .maximum, let best = parts.map(\.value).max(), parts[index].value == best
    else { return "" }
    return parts.firstIndex { $0.value == best } == index ? " ◀" : Self.tie.long
  }

  /// Behind a number that is as large as the one that counts.
  private static let tie = (long: " tie: the first wins", short: " tie")
}

extension Part {
  /// Whether its gradients are those of parameters, which have no batch.
  private var isOfUpdate: Bool { if case .update = definer { true } else { false } }

  /// What it is called: its own name, or the formula.
  var title: String { name.isEmpty ? Formula.symbols(expression) : name }

  /// Its line: a column for every place and number of an addend, one of a formula.
  fileprivate func columns(isWide: Bool, _ inputNames: [String]) -> [String] {
    if let addend {
      return addend.factors.enumerated().flatMap { index, term in
        (index > 0 ? ["×"] : [])
          + term.columns(isWide: isWide, hasBatch: term.isCell && !isOfUpdate, inputNames)
      }
    }
    let formula = Formula.numbers(expression)
    let count = addendCount
    let text = formula.hasPrefix("Σ") ? "Σ of \(count) terms" : formula
    return [name.isEmpty ? text : "\(name.rightPadded(to: 11)) \(text)"]
  }
}

extension Part {
  /// Its line where there is little room: `gy[1,1]×w[4,4]`; `channel 2 Σ 25`, `channel 2`.
  fileprivate func shortForms(isWide: Bool) -> [String] {
    guard let addend else {
      let formula = Formula.numbers(expression)
      let count = formula.hasPrefix("Σ") ? "Σ \(addendCount)" : formula
      return name.isEmpty ? [count] : ["\(name) \(count)", name]
    }
    return [places(of: addend, isWide: isWide)]
  }

  private func places(of addend: Addend, isWide: Bool) -> String {
    let words = addend.factors.map { term in
      term.columns(isWide: isWide, hasBatch: term.isCell && !isOfUpdate, [])
    }
    return zip(words, addend.factors).map { words, term in
      term.position == nil ? words.joined(separator: " ") : words[0]
    }.joined(separator: "×")
  }
}

extension Term {
  /// `x[5,6]` and `0.6130`; with the channel where what stands around reads several, and with whose
  /// cell it is where the layer has several inputs.
  fileprivate func columns(
    isWide: Bool, hasBatch: Bool, _ inputNames: [String]
  ) -> [String] {
    let number =
      source == .constant && value == value.rounded() && value.magnitude < 1000
      ? "\(Int(value))" : Decimals.fitting(value, significant: 4, width: 10)
    guard let position else { return symbol.isEmpty ? [number] : [symbol, number] }
    let indices = position.indices.dropFirst(hasBatch ? 1 : 0)
    let shown = isWide ? Array(indices) : Array(indices.suffix(2))
    let place = "\(symbol)[\(shown.map(String.init).joined(separator: ","))]"
    guard case .input(let index, _) = source, inputNames.indices.contains(index) else {
      return [place, number]
    }
    return [place, number, "of \(inputNames[index])"]
  }
}

extension String {
  /// Numbers at the right of so many columns, other texts at the left.
  fileprivate func padded(to columns: Int) -> String {
    let isNumber = first.map { $0.isNumber || $0 == "-" } ?? false
    return isNumber ? leftPadded(to: columns) : rightPadded(to: columns)
  }
}
