/// What the header of a safetensors file says about one tensor.
struct SafetensorsEntry {
  let name: String
  let layout: ArrayLayout
  /// Where its bytes begin and end, counted from the end of the header.
  let range: (first: Int, last: Int)

  /// - Throws: ``FileError`` where a part is missing or is not what it should be.
  init(_ name: String, _ value: JSONText, path: String) throws(FileError) {
    func refused(_ reason: String) -> FileError {
      FileError(path: "\(path):\(name.brief)", reason: reason)
    }
    guard case .object(let parts) = value else {
      throw refused("its header should be an object with dtype, shape and data_offsets")
    }
    func part(_ key: String) throws(FileError) -> JSONText {
      guard let part = parts.first(where: { $0.name == key }) else {
        throw refused("its header has no \(key)")
      }
      return part.value
    }
    guard case .string(let code) = try part("dtype"),
      let elementType = SafetensorsFile.elementType(code: code)
    else {
      guard case .string(let code) = try part("dtype") else {
        throw refused("its dtype should be a text")
      }
      throw refused(
        "its element type \(code.quoted) is not one of F16, BF16, F32, F64, I8 to I64, U8 to U64 "
          + "and BOOL")
    }
    guard let extents = try part("shape").naturals else {
      throw refused("its shape should be a list of whole numbers from 0 on")
    }
    guard let offsets = try part("data_offsets").naturals, offsets.count == 2,
      offsets[0] <= offsets[1]
    else {
      throw refused("its data_offsets should be two whole numbers, the second not the smaller")
    }
    self.name = name
    layout = ArrayLayout(extents: extents, elementType: elementType)
    range = (offsets[0], offsets[1])
  }
}

extension JSONText {
  /// The numbers of a list of whole numbers from 0 on, nil for anything else.
  fileprivate var naturals: [Int]? {
    guard case .array(let elements) = self else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard case .integer(let number) = element, number >= 0 else { return nil }
      numbers.append(number)
    }
    return numbers
  }
}
