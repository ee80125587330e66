/// A key as terminals report it.
public enum Key: Hashable, Sendable {
  /// A character as typed; Space is `.character(" ")`.
  case character(Character)
  /// Control and a lower-case letter or one of `@ [ \ ] ^ _`.
  case control(Character)
  /// Alt (or Escape first) and a character.
  case alt(Character)
  /// Keys with names.
  case enter, escape, tab, backTab, backspace, delete, insert
  /// Keys that move.
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 and so on.
  case function(Int)
}

/// The notation of scripts and of help: `s`, `<Enter>`, `<Space>`, `<C-l>`, `<A-x>`, `<F5>`,
/// `<lt>`.
extension Key: CustomStringConvertible {
  /// The key in this notation.
  public var description: String {
    switch self {
    case .character(" "): "<Space>"
    case .character("<"): "<lt>"
    case .character(let character): String(character)
    case .control(let character): "<C-\(character)>"
    case .alt(let character): "<A-\(character == " " ? "Space" : String(character))>"
    case .function(let number): "<F\(number)>"
    default: "<\(Self.names.first { $0.key == self }?.name ?? "?")>"
    }
  }

  /// The key of one notation.
  ///
  /// - Throws: ``KeyError`` naming the text that is not a key.
  public init(notation: some StringProtocol) throws(KeyError) {
    let text = String(notation)
    if text.count == 1, let character = text.first {
      self = character == "\t" ? .tab : .character(character)
      return
    }
    guard text.first == "<", text.last == ">", text.count > 2 else { throw KeyError(text) }
    guard let key = Self.named(String(text.dropFirst().dropLast())) else { throw KeyError(text) }
    self = key
  }

  /// The keys of a text such as `s s <Enter> <C-l>`, separated by blanks.
  ///
  /// - Throws: ``KeyError`` naming the first text that is not a key.
  public static func keys(in text: some StringProtocol) throws(KeyError) -> [Key] {
    var keys: [Key] = []
    for word in text.split(whereSeparator: \.isWhitespace) { keys.append(try Key(notation: word)) }
    return keys
  }

  private static func named(_ name: String) -> Key? {
    let lower = name.lowercased()
    if let found = names.first(where: { $0.name.lowercased() == lower }) { return found.key }
    if lower == "space" { return .character(" ") }
    if lower == "lt" { return .character("<") }
    if lower.first == "f", let number = Int(lower.dropFirst()), (1...24).contains(number) {
      return .function(number)
    }
    return modified(name)
  }

  private static func modified(_ name: String) -> Key? {
    guard name.count > 2 else { return nil }
    let rest = String(name.dropFirst(2))
    let character: Character? = rest.count == 1 ? rest.first : rest == "Space" ? " " : nil
    guard let character else { return nil }
    switch name.prefix(2).lowercased() {
    case "c-":
      return Character(character.lowercased()).isControllable
        ? .control(Character(character.lowercased())) : nil
    case "a-", "m-": return .alt(character)
    default: return nil
    }
  }

  private static let names: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("S-Tab", .backTab),
    ("Backspace", .backspace), ("Delete", .delete), ("Insert", .insert), ("Up", .up),
    ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
    ("PgUp", .pageUp), ("PgDn", .pageDown), ("CR", .enter), ("Return", .enter),
    ("Escape", .escape), ("BackTab", .backTab), ("BS", .backspace), ("Del", .delete),
    ("Ins", .insert), ("PageUp", .pageUp), ("PageDown", .pageDown),
  ]
}

extension Character {
  /// Whether the keyboard has a control form of it.
  fileprivate var isControllable: Bool {
    guard let ascii = asciiValue else { return false }
    return (64...95).contains(ascii) || (97...122).contains(ascii)
  }
}

/// A text that is not the notation of a key.
public struct KeyError: Error, Hashable, CustomStringConvertible {
  private let text: String

  package init(_ text: String) { self.text = text }

  /// The sentence for the user.
  public var description: String {
    "\"\(text)\" is not a key; write one character, <Enter>, <Space>, <Tab>, <Esc>, <Up>, <C-l>, <A-x>, <F1> or <lt>"
  }
}
