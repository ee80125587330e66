import CNNModel

/// What `DATA` on the command line names, for the formats to look at.
struct DataSetPlace {
  /// As the user typed it.
  let name: String
  /// What images of different sizes are brought to; `nil` where that is not known.
  let fit: ImageShaping?
  let environment: DataSet.Environment
  /// The names in the folder; `nil` where the place is none.
  let entries: Set<String>?
  /// What a file's beginning says; `nil` where the place is none.
  let kind: FileKind?

  init(
    _ name: String, fit: ImageShaping? = nil,
    environment: @escaping DataSet.Environment = DataSet.processEnvironment
  ) {
    (self.name, self.fit, self.environment) = (name, fit, environment)
    entries = FileContent.isFolder(name) ? Set(FileContent.names(in: name)) : nil
    kind = entries == nil && FileContent.exists(name) ? try? FileKind(ofFile: name) : nil
  }

  /// The entries that are no hidden files, in the order of their characters.
  var visibleEntries: [String] { (entries ?? []).filter { !$0.hasPrefix(".") }.sorted() }

  /// The path of an entry of the folder.
  func path(_ entry: String) -> String { name.hasSuffix("/") ? name + entry : "\(name)/\(entry)" }

  /// The first bytes of a file, those behind the compression of a gzip file.
  var contentStart: [UInt8] {
    guard let kind, let start = try? FileContent.start(of: name, count: 1 << 14) else { return [] }
    guard kind.format == .gzip else { return start }
    return (try? GzipFile.start(start[...], path: name)) ?? []
  }
}
