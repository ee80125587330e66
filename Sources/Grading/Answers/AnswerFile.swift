import CNNModel
import ModelFiles

/// The arrays that somebody stored: an archive, a file of tensors, or a folder of arrays.
public struct AnswerFile: Sendable {
  /// As the user names it.
  public let path: String
  /// The arrays in the order of the file; of a folder by name.
  public let arrays: [NamedArray]

  /// - Throws: ``FileError`` where there is no such file or folder, it is damaged, or holds no array
  ///   of numbers.
  public init(_ path: String) throws(FileError) {
    self.path = path
    arrays = try FileContent.isFolder(path) ? Self.folder(path) : ArrayFile.readAll(path)
    guard !arrays.isEmpty else {
      throw FileError(path: path, reason: "arrays are expected, but it holds none")
    }
    for named in arrays where named.array.count == 0 {
      throw FileError(
        path: "\(path):\(named.name)", reason: "this array is empty (\(named.array.shape))")
    }
  }

  private static func folder(_ path: String) throws(FileError) -> [NamedArray] {
    let files = FileContent.names(in: path).filter { $0.lowercased().hasSuffix(".npy") }.sorted()
    guard !files.isEmpty else {
      throw FileError(path: path, reason: "a folder of .npy files is expected, but it has none")
    }
    var arrays: [NamedArray] = []
    for file in files { arrays += try ArrayFile.readAll("\(path)/\(file)") }
    return arrays
  }

  /// Whether a path may be an answer: a file of several arrays, or a folder of `.npy` files.
  static func mayBe(_ path: String) -> Bool {
    if FileContent.isFolder(path) {
      return FileContent.names(in: path).contains { $0.lowercased().hasSuffix(".npy") }
    }
    let endings = [".npz", ".safetensors", ".pt", ".pth"]
    return FileContent.isRegular(path) && endings.contains(where: path.lowercased().hasSuffix)
  }

  /// The names of the arrays, for a sentence: `a, b and 3 more`.
  var listing: String {
    let names = arrays.prefix(8).map { String($0.name.prefix(30)).harmless }
    let rest = arrays.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
