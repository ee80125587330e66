/// The `.npz` format of NumPy: a ZIP archive with one `.npy` member for every array.
///
/// The members stay compressed until they are asked for.
public struct NpzArchive {
  /// The names of the arrays in the archive's order, without their `.npy`.
  package let names: [String]

  private let path: String
  private let zip: ZipReader
  private let members: [ZipReader.Member]

  private static let suffix = ".npy"

  /// Opens the archive `path`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the most bytes that all arrays together may decompress to.
  /// - Throws: ``FileError`` where the file cannot be read, is no ZIP archive, has members but no
  ///   arrays among them, two of the same name, or arrays above the limit.
  public init(_ path: String, limit: Int = FileContent.limit) throws(FileError) {
    (self.path, zip) = (path, try ZipReader(path))
    let all = try zip.members()
    members = all.filter { $0.name.hasSuffix(Self.suffix) }
    names = members.map { String($0.name.dropLast(Self.suffix.count)) }
    guard !members.isEmpty || all.isEmpty else {
      throw FileError(
        path: path,
        reason: "this ZIP archive has no .npy members; its first member is \(all[0].name.quoted)")
    }
    try checkNames()
    try checkSize(limit)
  }

  private func checkNames() throws(FileError) {
    var seen: Set<String> = []
    guard let twice = names.first(where: { !seen.insert($0).inserted }) else { return }
    throw FileError(path: path, reason: "two arrays have the name \(twice.quoted)")
  }

  private func checkSize(_ limit: Int) throws(FileError) {
    var room = limit
    for member in members {
      guard member.size <= room else {
        throw FileError(
          path: path,
          reason: "its arrays decompress to more than the limit of \(ByteCount(limit))")
      }
      room -= member.size
    }
  }

  /// The array of a name.
  ///
  /// - Throws: ``FileError`` where there is none of this name, or the member is corrupt,
  ///   compressed in another way than stored or deflated, encrypted, or no array of real numbers.
  public func array(_ name: String) throws(FileError) -> NumericArray {
    guard let index = names.firstIndex(of: name) else {
      throw FileError(
        path: path, reason: "it has no array \(name.quoted); it has \(listing.harmless)")
    }
    let member = members[index]
    let place = "\(path):\(name.brief)"
    return try NpyFile.decode(zip.checkedBytes(of: member, path: place)[...], path: place)
  }

  /// All arrays in the archive's order.
  ///
  /// - Throws: ``FileError`` as ``array(_:)`` does.
  package func arrays() throws(FileError) -> [NamedArray] {
    var arrays: [NamedArray] = []
    for name in names { try arrays.append(NamedArray(name, array(name))) }
    return arrays
  }

  /// The first names, for a sentence.
  private var listing: String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(8).map(\.brief).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
