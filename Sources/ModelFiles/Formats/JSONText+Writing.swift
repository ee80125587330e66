extension JSONText {
  /// A number in the shortest digits that read back to it. JSON has no words for those that are
  /// not finite; they become the texts `nan`, `inf` and `-inf`.
  public static func number(_ number: Float) -> JSONText {
    number.isFinite ? .other("\(number)") : .string(number.isNaN ? "nan" : "\(number)")
  }

  /// As ``number(_:)-(Float)``, in double precision.
  public static func number(_ number: Double) -> JSONText {
    number.isFinite ? .other("\(number)") : .string(number.isNaN ? "nan" : "\(number)")
  }

  /// `true` or `false`.
  public static func bool(_ value: Bool) -> JSONText { .other("\(value)") }

  /// The value `null`.
  public static let null = JSONText.other("null")

  /// The text on several lines, a member or an element each; lists of numbers stay on one.
  public var text: String { text(indent: "") }

  /// The text on one line.
  public var line: String {
    switch self {
    case .object(let members):
      "{" + members.map { "\($0.name.json): \($0.value.line)" }.joined(separator: ", ") + "}"
    case .array(let elements): "[" + elements.map(\.line).joined(separator: ", ") + "]"
    case .string, .integer, .other: text
    }
  }

  private func text(indent: String) -> String {
    let deeper = indent + "  "
    switch self {
    case .object(let members):
      let lines = members.map { "\(deeper)\($0.name.json): \($0.value.text(indent: deeper))" }
      return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    case .array(let elements):
      guard elements.contains(where: \.isContainer) else {
        return "[" + elements.map { $0.text(indent: "") }.joined(separator: ", ") + "]"
      }
      let lines = elements.map { deeper + $0.text(indent: deeper) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    case .string(let string): return string.json
    case .integer(let integer): return "\(integer)"
    case .other(let word): return word
    }
  }

  private var isContainer: Bool {
    switch self {
    case .object, .array: true
    case .string, .integer, .other: false
    }
  }
}

extension String {
  /// The text as JSON, in quotation marks, without control characters.
  var json: String {
    let inside = unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.isUnprintable: String(scalar).utf16.map(Self.escape).joined()
      default: String(scalar)
      }
    }
    return "\"" + inside.joined() + "\""
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
