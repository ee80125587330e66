import CNNModel
import ModelFiles

/// The arrays that somebody else computed, read one by one when they are asked for.
public struct ReferenceArrays {
  /// An array of the reference.
  public struct Entry: Hashable, Sendable {
    /// Its name in the file.
    public let name: String
    /// Its shape in the file.
    public let shape: Shape
  }

  /// The arrays in the order of the file.
  public let entries: [Entry]
  /// What a sentence calls the reference.
  public let path: String
  private let source: Source

  private enum Source {
    case archive(NpzArchive)
    case memory([NumericArray])
  }

  /// The arrays of an `.npz` file.
  ///
  /// - Throws: ``FileError`` where it cannot be read, has no arrays, or one of them holds NaN or is
  ///   no array of real numbers.
  public init(file path: String) throws(FileError) {
    let archive = try NpzArchive(path)
    var entries: [Entry] = []
    for name in archive.names {
      let array = try archive.array(name)
      try Self.check(array, "\(path):\(name)")
      entries.append(Entry(name: name, shape: array.shape))
    }
    guard !entries.isEmpty else {
      throw FileError(path: path, reason: "it has no arrays, so there is nothing to compare with")
    }
    (self.entries, self.path, source) = (entries, path, .archive(archive))
  }

  /// Arrays that are in memory.
  ///
  /// - Parameter path: what a sentence calls them.
  public init(_ arrays: [NamedArray], path: String) {
    entries = arrays.map { Entry(name: $0.name, shape: $0.array.shape) }
    self.path = path
    source = .memory(arrays.map(\.array))
  }

  /// - Throws: ``FileError`` where a number is NaN.
  private static func check(_ array: NumericArray, _ place: String) throws(FileError) {
    guard array.elementType.isFloating else { return }
    let count = array.tensor.elements.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    guard count > 0 else { return }
    throw FileError(
      path: place,
      reason: "\(count) of its \(array.count) numbers are NaN; a reference with NaN says nothing")
  }

  /// The numbers of an array, as in the file.
  ///
  /// - Throws: ``FileError`` where the file has become unreadable.
  public func array(_ index: Int) throws(FileError) -> NumericArray {
    switch source {
    case .archive(let archive): try archive.array(entries[index].name)
    case .memory(let arrays): arrays[index]
    }
  }
}
