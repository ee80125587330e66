internal import CCurses
internal import TerminalKit

/// Turns the reports of the C shim into events.
struct EventQueue {
  private var signals: Int32 = 0
  /// The paste that is arriving.
  private var paste: String?
  /// The report that is arriving.
  private var report: Report?
  private var answers: [Report.Answer] = []
  /// The maximum length of a paste in bytes; the rest is dropped.
  private static let longestPaste = 1 << 20

  /// How long the rest of an unfinished paste is waited for, in milliseconds.
  private static let pasteTimeout: Int32 = 1000

  /// Waits for the next event; see ``Terminal/nextEvent(timeout:)``.
  mutating func next(timeout: Int?) -> Event {
    if let event = pending() { return event }
    // What was answered is dealt with before a wait that nothing may end.
    if !answers.isEmpty { return .tick }
    let limit = timeout.map { Int32(clamping: max(0, $0)) } ?? -1
    let waits = paste != nil || report != nil
    let came = ct_wait(waits ? Self.pasteTimeout : limit)
    if let event = pending() { return event }
    if came & Int32(CT_GONE) != 0 { return .terminate }
    if came == 0, waits {
      report = nil
      if let text = paste {
        paste = nil
        return .paste(text)
      }
    }
    return .tick
  }

  /// What the terminal has answered since the last call.
  mutating func takeAnswers() -> [Report.Answer] {
    defer { answers = [] }
    return answers
  }

  /// Forgets requests to stop that came before the program was stopped.
  mutating func forgetStop() { signals &= ~Int32(CT_STOP | CT_CONTINUED) }

  private mutating func pending() -> Event? {
    signals |= ct_take_signals()
    if let event = signal() { return event }
    var event = ct_event()
    while ct_next_event(&event) {
      if let found = input(event) { return found }
    }
    return nil
  }

  private mutating func signal() -> Event? {
    if take(CT_TERMINATE) { return .terminate }
    if take(CT_CONTINUED) {
      ct_resume()
      return .resumed
    }
    if take(CT_STOP) { return .suspend }
    if take(CT_INTERRUPT) { return .interrupt }
    guard take(CT_RESIZED) else { return nil }
    ct_resize()
    return .resize(Self.currentSize())
  }

  static func currentSize() -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    ct_size(&columns, &rows)
    return Size(columns: Int(columns), rows: Int(rows))
  }

  private mutating func take(_ bit: Int) -> Bool {
    let bit = Int32(bit)
    defer { signals &= ~bit }
    return signals & bit != 0
  }

  private mutating func input(_ event: ct_event) -> Event? {
    if report != nil { return reported(event) }
    if Int(event.kind) == CT_DEVICE_REPORT {
      report = Report(.device)
      return nil
    }
    if paste != nil { return pasted(event) }
    switch Int(event.kind) {
    case CT_PASTE_BEGIN: paste = ""
    case CT_MOUSE: report = Report(.mouse)
    case CT_OLD_MOUSE: report = Report(.oldMouse)
    case CT_BACKGROUND: report = Report(.background)
    case CT_GRAPHICS: report = Report(.graphics)
    case CT_CHARACTER: return Key(typed: event.code).map { .key($0) }
    case CT_ALT: return Unicode.Scalar(UInt32(event.code)).map { .key(.alt(Character($0))) }
    case CT_FUNCTION: return .key(.function(Int(event.code)))
    case CT_KEY: return Key(named: Int(event.code)).map { .key($0) }
    default: break
    }
    return nil
  }

  private mutating func reported(_ event: ct_event) -> Event? {
    let character = Int(event.kind) == CT_CHARACTER || Int(event.kind) == CT_ALT ? event.code : 0
    switch report?.add(character, isAlt: Int(event.kind) == CT_ALT) {
    case .done(let found)?:
      report = nil
      return found
    case .answered(let answer)?:
      report = nil
      if let answer { answers.append(answer) }
      return nil
    case .broken?:
      report = nil
      return input(event)
    case .more?, nil: return nil
    }
  }

  private mutating func pasted(_ event: ct_event) -> Event? {
    if Int(event.kind) == CT_PASTE_END {
      defer { paste = nil }
      return paste.map { .paste($0) }
    }
    guard Int(event.kind) == CT_CHARACTER, let scalar = Unicode.Scalar(UInt32(event.code)),
      paste?.utf8.count ?? 0 < Self.longestPaste
    else { return nil }
    paste?.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
    return nil
  }
}

extension Key {
  /// The key of a character that the terminal sent.
  fileprivate init?(typed code: Int32) {
    switch code {
    case 0: self = .control("@")
    case 9: self = .tab
    case 10, 13: self = .enter
    case 27: self = .escape
    case 127: self = .backspace
    case 1..<27: self = .control(Character(Unicode.Scalar(UInt8(code + 96))))
    case 28..<32: self = .control(Character(Unicode.Scalar(UInt8(code + 64))))
    default:
      guard let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
      self = .character(Character(scalar))
    }
  }

  fileprivate init?(named code: Int) {
    let keys: [Int: Key] = [
      CT_KEY_UP: .up, CT_KEY_DOWN: .down, CT_KEY_LEFT: .left, CT_KEY_RIGHT: .right,
      CT_KEY_HOME: .home, CT_KEY_END: .end, CT_KEY_PAGE_UP: .pageUp, CT_KEY_PAGE_DOWN: .pageDown,
      CT_KEY_ENTER: .enter, CT_KEY_BACKSPACE: .backspace, CT_KEY_DELETE: .delete,
      CT_KEY_INSERT: .insert, CT_KEY_BACK_TAB: .backTab,
    ]
    guard let key = keys[code] else { return nil }
    self = key
  }
}
