/// The arrays of a weight file, or the constants of an ONNX model, for viewing without a network.
public struct WeightList: Sendable {
  /// The file as the user named it.
  public let path: String
  /// In the file's order.
  public let arrays: [NamedArray]
  /// What the user should know about how the file was read.
  public let notes: [String]

  /// Reads the file `path`.
  ///
  /// - Throws: ``FileError`` where the file cannot be read or holds no arrays.
  public init(_ path: String) throws(FileError) {
    SourceFiles.add(path, as: .weights)
    guard try FileKind.isModel(path) else {
      try self.init(path, ArrayFile.contents(path))
      return
    }
    try self.init(path, arrays: ModelWeights(path: path).arrays)
  }

  /// The arrays of a file that was read already.
  ///
  /// - Throws: ``FileError`` where there are none.
  public init(_ path: String, arrays: [NamedArray]) throws(FileError) {
    try self.init(path, ArrayContents(arrays))
  }

  private init(_ path: String, _ contents: ArrayContents) throws(FileError) {
    guard !contents.arrays.isEmpty else {
      let reason = contents.notes.first ?? "the file has no arrays"
      throw FileError(path: path, reason: reason)
    }
    (self.path, arrays, notes) = (path, contents.arrays, contents.notes)
  }

  /// Whether the file `path` holds weights but no network.
  public static func isWeights(_ path: String) -> Bool {
    guard FileContent.exists(path), !FileContent.isFolder(path),
      let kind = try? FileKind(ofFile: path)
    else { return false }
    return kind.holdsWeights && (try? FileKind.isNetwork(path)) != true
  }

  /// Whether the name or the shape of an array contains a text; a shape is typed as `3x3` or `3×3`.
  public func matches(_ index: Int, _ text: String) -> Bool {
    let array = arrays[index]
    return array.name.contains(text)
      || array.array.shape.description.contains(text.replacing("x", with: "×"))
  }

  /// What the user should know about how the file was read, in one line; nil where there is nothing.
  public var remark: String? {
    notes.isEmpty ? nil : notes.map(\.harmless).joined(separator: "; ")
  }

  /// The number of elements of all arrays.
  public var numberCount: Int { arrays.reduce(0) { $0 + $1.array.count } }
}
