/// A format that is a ZIP archive, recognized by the names of its members.
struct ArchiveFormat: Sendable {
  let format: FileKind.Format
  /// With its article: `a Keras archive (.keras)`.
  let name: String
  /// What helps where another format is expected, as the end of a sentence; may be empty.
  let advice: String
  /// Whether an archive with some of these members is of this format.
  let recognizes: @Sendable ([String]) -> Bool

  private init(
    _ format: FileKind.Format, _ name: String, advice: String = "",
    _ recognizes: @escaping @Sendable ([String]) -> Bool
  ) {
    (self.format, self.name, self.advice) = (format, name, advice)
    self.recognizes = recognizes
  }

  static let all: [ArchiveFormat] = [
    .init(.exported, "an exported program of PyTorch (.pt2)", ExportedArchive.isArchive),
    .init(.pytorch, "a PyTorch file (.pt, .pth)", TorchFile.isArchive),
    .init(.keras, "a Keras archive (.keras)") { names in
      names.contains { ["metadata.json", "config.json", "model.weights.h5"].contains($0) }
    },
  ]
}

extension ArraySlice<UInt8> {
  /// The name of the first member of what begins as a ZIP archive does; nil for anything else, and
  /// where the name is cut.
  var firstMember: String? {
    guard starts(with: "PK\u{3}\u{4}".utf8), count > 30 else { return nil }
    let length = Int(self[startIndex + 26]) + Int(self[startIndex + 27]) << 8
    let name = dropFirst(30).prefix(length)
    return name.count == length ? String(decoding: name, as: UTF8.self) : nil
  }
}
