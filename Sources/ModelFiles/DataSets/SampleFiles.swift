import CSamples

/// The files of the folder `samples` that are built into the program.
public enum SampleFiles {
  /// Their names without folder, in the order in which they are listed to the user.
  public static let names: [String] = files.map { String(cString: $0.name) }

  /// The content of a file, nil where none has this name.
  public static func bytes(named name: String) -> [UInt8]? {
    guard let index = names.firstIndex(of: name) else { return nil }
    let file = files[index]
    return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }

  private static var files: [sample_file] { (0..<sample_file_count()).map(sample_file_at) }
}
