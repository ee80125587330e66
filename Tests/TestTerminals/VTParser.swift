/// Cuts a stream of bytes into characters and control sequences.
struct VTParser {
  enum Action {
    case character(Unicode.Scalar)
    case control(UInt8)
    case escape(String)
    /// A control sequence: its mark (`?`, `>` or none), its numbers and its last character.
    case sequence(mark: String, numbers: [Int], final: Character)
    /// The text of an operating system command, such as `11;?`; of others with their mark before it.
    case command(String)
  }

  private enum State { case ground, escape, sequence, string }

  private var state = State.ground
  private var held = ""
  private var utf8: [UInt8] = []

  mutating func next(_ byte: UInt8) -> Action? {
    switch state {
    case .ground: return ground(byte)
    case .escape: return escape(byte)
    case .sequence: return sequence(byte)
    case .string:
      guard byte == 7 || byte == 92 else {
        if byte != 27 { held.append(Character(Unicode.Scalar(byte))) }
        return nil
      }
      state = .ground
      return .command(held)
    }
  }

  private mutating func ground(_ byte: UInt8) -> Action? {
    if byte == 27 {
      (state, held) = (.escape, "")
      return nil
    }
    if byte < 32 || byte == 127 { return .control(byte) }
    if byte < 128 { return .character(Unicode.Scalar(byte)) }
    utf8.append(byte)
    guard utf8.count >= utf8Length else { return nil }
    defer { utf8 = [] }
    return String(validating: utf8, as: UTF8.self)?.unicodeScalars.first.map(Action.character)
  }

  /// How many bytes the character has that has begun.
  private var utf8Length: Int {
    switch utf8.first ?? 0 {
    case 0xC0..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0...: 4
    default: 1
    }
  }

  private mutating func escape(_ byte: UInt8) -> Action? {
    let character = Character(Unicode.Scalar(byte))
    if held.isEmpty, character == "[" {
      state = .sequence
      return nil
    }
    if held.isEmpty, "]P_".contains(character) {
      (state, held) = (.string, character == "]" ? "" : String(character))
      return nil
    }
    held.append(character)
    guard byte >= 48 else { return nil }
    state = .ground
    return .escape(held)
  }

  private mutating func sequence(_ byte: UInt8) -> Action? {
    let character = Character(Unicode.Scalar(byte))
    guard byte >= 64 else {
      held.append(character)
      return nil
    }
    state = .ground
    let mark = held.prefix { !$0.isNumber && $0 != ";" }
    let numbers = held.dropFirst(mark.count).split(separator: ";", omittingEmptySubsequences: false)
    return .sequence(
      mark: String(mark), numbers: numbers.map { Int($0.filter(\.isNumber)) ?? 0 }, final: character
    )
  }
}
