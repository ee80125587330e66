import CNNModel
import ModelFiles

/// The arrays that somebody else computed. Those of a file are read once as far as they fit into a
/// cache, and the others again whenever they are asked for.
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
    /// A file, with its first arrays, and `nil` in the place of those that are read again.
    case archive(NpzArchive, cache: [NumericArray?])
    case memory([NumericArray])
  }

  /// The most numbers that are kept of a file.
  private static let mostKept = 1 << 25

  /// The arrays of an `.npz` file.
  ///
  /// - Throws: ``FileError`` where it cannot be read, has no arrays, or one of them holds NaN or is
  ///   no array of real numbers.
  public init(file path: String) throws(FileError) {
    let archive = try NpzArchive(path)
    var (entries, cache, room) = ([Entry](), [NumericArray?](), Self.mostKept)
    for name in archive.names {
      let array = try archive.array(name)
      try Self.check(array, "\(path):\(name)")
      entries.append(Entry(name: name, shape: array.shape))
      cache.append(array.count <= room ? array : nil)
      if array.count <= room { room -= array.count }
    }
    guard !entries.isEmpty else {
      throw FileError(path: path, reason: "it has no arrays, so there is nothing to compare with")
    }
    (self.entries, self.path, source) = (entries, path, .archive(archive, cache: cache))
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
    case .archive(let archive, let cache):
      if let kept = cache[index] { kept } else { try archive.array(entries[index].name) }
    case .memory(let arrays): arrays[index]
    }
  }
}
