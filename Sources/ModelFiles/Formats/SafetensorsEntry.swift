import CNNModel

/// What the header of a safetensors file says about one tensor.
struct SafetensorsEntry {
  enum Content {
    case array(ArrayLayout)
    /// Elements of a type that is not supported, with what they are called.
    case foreign(String)
  }

  let name: String
  let content: Content
  /// Where its bytes begin and end, counted from the end of the header.
  let range: (first: Int, last: Int)

  /// - Throws: ``FileError`` where a part is missing or is not what it should be.
  init(_ name: String, _ value: JSONText, path: String) throws(FileError) {
    let fields = try Fields(value, path: "\(path):\(name.brief)")
    self.name = name
    let extents = try fields.shape()
    content = try fields.content(extents)
    range = try fields.range()
  }
}

/// The fields of an entry.
private struct Fields {
  private let path: String
  private let all: [(name: String, value: JSONText)]

  init(_ value: JSONText, path: String) throws(FileError) {
    guard case .object(let all) = value else {
      throw FileError(
        path: path,
        reason: "its header should be an object with dtype, shape and data_offsets")
    }
    (self.path, self.all) = (path, all)
  }

  private subscript(name: String) -> JSONText {
    get throws(FileError) {
      guard let field = all.first(where: { $0.name == name }) else {
        throw refused("its header has no \(name)")
      }
      return field.value
    }
  }

  private func refused(_ reason: String) -> FileError { FileError(path: path, reason: reason) }

  func content(_ extents: [Int]) throws(FileError) -> SafetensorsEntry.Content {
    guard case .string(let code) = try self["dtype"] else {
      throw refused("its dtype should be a string")
    }
    if let type = SafetensorsFile.foreignType(code: code) { return .foreign(type) }
    guard let type = SafetensorsFile.elementType(code: code) else {
      throw refused(
        "its element type \(code.quoted) is not one of F8_E4M3, F8_E5M2, F16, BF16, F32, F64, "
          + "I8 to I64, U8 to U64 and BOOL")
    }
    return .array(ArrayLayout(extents: extents, elementType: type))
  }

  func shape() throws(FileError) -> [Int] {
    guard let extents = try self["shape"].nonNegativeIntegers else {
      throw refused("its shape should be a list of non-negative integers")
    }
    return extents
  }

  func range() throws(FileError) -> (first: Int, last: Int) {
    guard let offsets = try self["data_offsets"].nonNegativeIntegers, offsets.count == 2,
      offsets[0] <= offsets[1]
    else {
      throw refused("its data_offsets should be two non-negative integers in ascending order")
    }
    return (offsets[0], offsets[1])
  }
}

extension JSONText {
  /// The elements of a list of integers from 0 on, nil for anything else.
  fileprivate var nonNegativeIntegers: [Int]? {
    guard case .array(let elements) = self else { return nil }
    let integers = elements.compactMap(\.nonNegativeInteger)
    return integers.count == elements.count ? integers : nil
  }

  private var nonNegativeInteger: Int? {
    guard case .integer(let integer) = self, integer >= 0 else { return nil }
    return integer
  }
}
