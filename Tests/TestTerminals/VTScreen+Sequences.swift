extension VTScreen {
  mutating func perform(_ action: VTParser.Action) {
    switch action {
    case .character(let scalar): put(scalar)
    case .control(let byte): control(byte)
    case .escape(let text): escape(text)
    case .command(let text): command(text)
    case .sequence("", let numbers, "m"): style(numbers)
    case .sequence("?", let numbers, "h"): for mode in numbers { setMode(mode, true) }
    case .sequence("?", let numbers, "l"): for mode in numbers { setMode(mode, false) }
    case .sequence("?", let numbers, "p") where numbers.count == 1:
      questions.append(.mode(numbers[0]))
    case .sequence("?", _, "c"): break  // the shape of the Linux console's cursor
    case .sequence("", let numbers, let final):
      if !move(numbers, final), !change(numbers, final) { note("CSI \(numbers) \(final)") }
    case .sequence(let mark, let numbers, let final): note("CSI \(mark) \(numbers) \(final)")
    }
  }

  /// A question for the background, text for the clipboard, or the palette as it was (ncurses asks
  /// for that after a stop).
  private mutating func command(_ text: String) {
    if text == "11;?" {
      questions.append(.background)
    } else if text.hasPrefix("52;c;") {
      clipboard = String(text.dropFirst(5))
    } else if text.hasPrefix("_G") {
      graphics.append(String(text.dropFirst(2)))
      if text.contains("a=q") { questions.append(.graphics) }
    } else if text != "104" {
      note("OSC \(text)")
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0, 7: break
    case 8: x = max(0, min(x, columns) - 1)
    case 9: x = min(columns - 1, (x / 8 + 1) * 8)
    case 10: lineFeed()
    case 13: x = 0
    case 14: activeSet = 1
    case 15: activeSet = 0
    default: note("control \(byte)")
    }
  }

  private mutating func escape(_ text: String) {
    switch text {
    case "(0": lineSets[0] = true
    case "(B": lineSets[0] = false
    case ")0": lineSets[1] = true
    case ")B": lineSets[1] = false
    case "=", ">", "H", "c": break
    case "Z": questions.append(.attributes)
    case "7": saveCursor()
    case "8": restoreCursor()
    case "M": reverseLineFeed()
    case "D": lineFeed()
    default: note("ESC \(text)")
    }
  }

  private mutating func move(_ numbers: [Int], _ final: Character) -> Bool {
    let first = max(1, numbers.first ?? 1)
    let second = max(1, numbers.dropFirst().first ?? 1)
    switch final {
    case "H", "f": (x, y) = (second - 1, first - 1)
    case "A": y -= first
    case "B": y += first
    case "C": x += first
    case "D": x = min(x, columns - 1) - first
    case "G", "`": x = first - 1
    case "d": y = first - 1
    case "r":
      region = first - 1..<max(first, numbers.count > 1 ? second : rows)
      (x, y) = (0, 0)
    default: return false
    }
    (x, y) = (min(columns - 1, max(0, x)), min(rows - 1, max(0, y)))
    return true
  }

  private mutating func change(_ numbers: [Int], _ final: Character) -> Bool {
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch final {
    case "J": eraseScreen(first)
    case "K": erase(rows: y..<y + 1, columns: [x..<columns, 0..<x + 1, 0..<columns][min(2, first)])
    case "X": erase(rows: y..<y + 1, columns: x..<x + count)
    case "@": insertBlanks(count)
    case "P": deleteCharacters(count)
    case "L": scroll(up: -count, from: y)
    case "M": scroll(up: count, from: y)
    case "S": scroll(up: count, from: region.lowerBound)
    case "T": scroll(up: -count, from: region.lowerBound)
    case "b": for _ in 0..<count { put(last) }
    case "c" where first == 0: questions.append(.attributes)
    case "h", "l", "t", "g": break
    default: return false
    }
    return true
  }

  private mutating func eraseScreen(_ what: Int) {
    switch what {
    case 0:
      erase(rows: y..<y + 1, columns: x..<columns)
      erase(rows: y + 1..<max(y + 1, rows), columns: 0..<columns)
    case 1:
      erase(rows: 0..<y, columns: 0..<columns)
      erase(rows: y..<y + 1, columns: 0..<x + 1)
    default: erase(rows: 0..<rows, columns: 0..<columns)
    }
  }

  private mutating func style(_ numbers: [Int]) {
    var rest = numbers.isEmpty ? [0] : numbers[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = Pen()
      case 1...9: pen.attributes.insert(number)
      case 10: lineSets[0] = false
      case 11: lineSets[0] = true
      case 22: pen.attributes.subtract([1, 2])
      case 23...29: pen.attributes.remove(number - 20)
      case 30...37: pen.foreground = number - 30
      case 38: pen.foreground = color(&rest)
      case 39: pen.foreground = -1
      case 40...47: pen.background = number - 40
      case 48: pen.background = color(&rest)
      case 49: pen.background = -1
      case 90...97: pen.foreground = number - 82
      case 100...107: pen.background = number - 92
      default: note("SGR \(number)")
      }
    }
  }

  private func color(_ rest: inout ArraySlice<Int>) -> Int {
    if rest.popFirst() == 5 { return rest.popFirst() ?? -1 }
    let channels = (0..<3).map { _ in rest.popFirst() ?? 0 }
    return 0x1000000 | channels[0] << 16 | channels[1] << 8 | channels[2]
  }
}
