extension FileContent {
  /// The completions of the beginning of a path: folders, with a slash, and files with one of the
  /// extensions, in alphabetical order. Hidden ones only after a dot.
  public static func completions(of beginning: String, endings: [String]) -> [String] {
    let slash = beginning.lastIndex(of: "/")
    let folder = slash.map { String(beginning[...$0]) } ?? ""
    let start = slash.map { String(beginning[beginning.index(after: $0)...]) } ?? beginning
    return names(in: folder.isEmpty ? "." : folder)
      .filter { $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix(".")) }
      .compactMap { name in
        let path = folder + name
        if isFolder(path) { return path + "/" }
        return endings.contains { name.hasSuffix($0) } ? path : nil
      }
      .sorted()
  }
}
