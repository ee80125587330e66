internal import TerminalKit

/// A report of the terminal, parsed character by character.
struct Report {
  enum Kind { case mouse, oldMouse, background, device, graphics }

  /// What the terminal says of itself.
  enum Answer: Hashable {
    /// Its device attributes: the class (62 and above from VT220 on) and its features.
    case attributes([Int])
    /// Whether it knows a mode (DECRPM: 0 is unknown, 1 set, 2 reset).
    case mode(Int, isKnown: Bool)
    /// Whether it takes pictures by the graphics protocol of kitty.
    case graphics(Bool)
  }

  enum Outcome {
    case more
    /// It is complete; nil where it is not used.
    case done(Event?)
    /// It is complete, and for the driver alone.
    case answered(Answer?)
    /// This character is not part of it.
    case broken
  }

  private let kind: Kind
  private var text = ""
  /// The maximum length of a report.
  private static let longest = 200

  init(_ kind: Kind) { self.kind = kind }

  /// Adds a character; 0 stands for a key that is not one.
  mutating func add(_ code: Int32, isAlt: Bool) -> Outcome {
    guard let scalar = Unicode.Scalar(UInt32(bitPattern: code)), code > 0,
      text.unicodeScalars.count < Self.longest
    else { return .broken }
    switch kind {
    case .mouse: return addToMouse(scalar, isAlt)
    case .oldMouse:
      text.unicodeScalars.append(scalar)
      return text.unicodeScalars.count == 3 ? .done(nil) : .more
    case .background:
      // It ends with a BEL, or with an Escape and a backslash.
      if code == 7 || code == 27 || isAlt { return .done(.background(Background(answer: text))) }
      text.unicodeScalars.append(scalar)
      return .more
    case .graphics:
      // `i=31;OK`, or what is wrong; it ends as a background does.
      if code == 7 || code == 27 || isAlt { return .answered(.graphics(text.hasSuffix(";OK"))) }
      text.unicodeScalars.append(scalar)
      return .more
    case .device: return addToDevice(scalar, isAlt)
    }
  }

  /// `64;1;9c` for attributes, `2026;2$y` for a mode.
  private mutating func addToDevice(_ scalar: Unicode.Scalar, _ isAlt: Bool) -> Outcome {
    guard !isAlt, scalar.isASCII, scalar.value >= 32 else { return .broken }
    guard scalar.value >= 64 else {
      text.unicodeScalars.append(scalar)
      return .more
    }
    let numbers = text.split(separator: ";").map { Int($0.filter(\.isNumber)) ?? 0 }
    switch scalar {
    case "c": return .answered(.attributes(numbers))
    case "y" where numbers.count == 2:
      return .answered(.mode(numbers[0], isKnown: [1, 2].contains(numbers[1])))
    default: return .answered(nil)
    }
  }

  private mutating func addToMouse(_ scalar: Unicode.Scalar, _ isAlt: Bool) -> Outcome {
    guard !isAlt else { return .broken }
    if scalar == "M" || scalar == "m" { return .done(mouse(isPress: scalar == "M")) }
    guard ("0"..."9").contains(scalar) || scalar == ";" else { return .broken }
    text.unicodeScalars.append(scalar)
    return .more
  }

  /// `0;10;5`: button (with bits for modifiers and motion), column and row counted from 1.
  private func mouse(isPress: Bool) -> Event? {
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let button = numbers[0], let x = numbers[1], let y = numbers[2],
      x > 0, y > 0
    else { return nil }
    let action: Mouse.Action
    switch button & ~0b11100 {
    case 0: action = isPress ? .press : .release
    // Moved with the left button down.
    case 32: action = .drag
    case 64: action = .wheelUp
    case 65: action = .wheelDown
    default: return nil
    }
    return .mouse(Mouse(action, x: x - 1, y: y - 1))
  }
}
