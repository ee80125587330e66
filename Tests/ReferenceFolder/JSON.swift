import Foundation

/// A JSON document that tests pick values out of.
public enum JSON: Decodable, Sendable {
  case object([String: JSON])
  case array([JSON])
  case string(String)
  case number(Double)
  case bool(Bool)
  case null

  /// The document in a file.
  public static func read(_ path: String) throws -> JSON {
    try JSONDecoder().decode(JSON.self, from: Data(contentsOf: URL(filePath: path)))
  }

  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSON].self) {
      self = .array(array)
    } else {
      self = try .object(value.decode([String: JSON].self))
    }
  }

  /// The member of an object; nil where there is none or this is no object.
  public subscript(name: String) -> JSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The members of an object, empty for anything else.
  public var members: [String: JSON] {
    if case .object(let members) = self { members } else { [:] }
  }

  /// The elements of an array, empty for anything else.
  public var elements: [JSON] {
    if case .array(let elements) = self { elements } else { [] }
  }

  public var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  public var bool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// The number; the texts `inf`, `-inf`, `nan` and digits count as numbers too.
  public var double: Double? {
    switch self {
    case .number(let number): number
    case .string(let string): Double(string)
    default: nil
    }
  }

  /// The number where it is whole.
  public var int: Int? { double.flatMap { Int(exactly: $0) } }
}
