/// The `.npz` format of NumPy: a ZIP archive with one `.npy` member for every array.
///
/// The members stay packed until they are asked for.
public struct NpzArchive {
  /// The names of the arrays in the archive's order, without their `.npy`.
  public let names: [String]

  private let path: String
  private let zip: ZipReader
  private let members: [ZipReader.Member]

  /// The most that a member may unpack to, unless it does so to 100 times its packed size or less.
  private static let unexplainedSize = 256 << 20

  private static let suffix = ".npy"

  /// Opens the archive `path`.
  ///
  /// - Parameter limit: the most bytes that all arrays together may unpack to.
  /// - Throws: ``FileError`` where the file cannot be read, is no ZIP archive, has members but no
  ///   arrays among them, two of the same name, or arrays above the limit.
  public init(_ path: String, limit: Int = FileContent.limit) throws(FileError) {
    let zip = try ZipReader(path)
    let all = try zip.members()
    members = all.filter { $0.name.hasSuffix(Self.suffix) }
    names = members.map { String($0.name.dropLast(Self.suffix.count)) }
    guard !members.isEmpty || all.isEmpty else {
      throw FileError(
        path: path,
        reason: "this ZIP archive has no .npy members; the first is \(all[0].name.quoted)")
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw FileError(path: path, reason: "two arrays have the name \(twice.quoted)")
    }
    var total = 0
    for member in members {
      guard member.size <= limit - total else {
        throw FileError(
          path: path,
          reason: "its arrays unpack to more than \(ByteCount(limit)), the most they may")
      }
      total += member.size
    }
    self.path = path
    self.zip = zip
  }

  /// The array of a name.
  ///
  /// - Throws: ``FileError`` where there is none of this name, or the member is damaged, packed in
  ///   another way than stored or deflated, encrypted, or no array of real numbers.
  public func array(_ name: String) throws(FileError) -> NumericArray {
    guard let index = names.firstIndex(of: name) else {
      throw FileError(
        path: path, reason: "there is no array \(name.quoted) in it, but \(known.harmless)")
    }
    let member = members[index]
    let place = "\(path):\(name.brief)"
    if let reason = refusal(of: member) { throw FileError(path: place, reason: reason) }
    return try NpyFile.decode(zip.bytes(of: member, path: place)[...], path: place)
  }

  /// All arrays in the archive's order.
  ///
  /// - Throws: ``FileError`` as ``array(_:)`` does.
  public func arrays() throws(FileError) -> [NamedArray] {
    var arrays: [NamedArray] = []
    for name in names { try arrays.append(NamedArray(name, array(name))) }
    return arrays
  }

  private var known: String {
    guard !names.isEmpty else { return "nothing" }
    let shown = names.prefix(8).map(\.brief).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  private func refusal(of member: ZipReader.Member) -> String? {
    if member.isEncrypted { return "the member is encrypted" }
    guard [0, 8].contains(member.method) else {
      return "the member is packed by method \(member.method), but only stored (0) and "
        + "deflated (8) members can be read"
    }
    let isExplained = member.size / 100 <= member.packedSize
    guard member.size <= Self.unexplainedSize || isExplained,
      member.size / GzipFile.largestRatio <= member.packedSize
    else {
      return "the member claims to unpack from \(ByteCount(member.packedSize)) to "
        + "\(ByteCount(member.size)), which no honest array does"
    }
    return nil
  }
}
