public import CNNModel

/// A file with the names of the classes of a network.
///
/// A name a line, a list or an object of JSON, or a list or a dictionary of Python. A WordNet number
/// before a name, as in `n01440764 tench`, is left out, and of a list of names for one class the last
/// counts, as in `{"0": ["n01440764", "tench"]}`.
public enum ClassNameFile {
  /// The most classes that may have names.
  static let most = 1 << 16

  /// - Throws: ``FileError`` where it is no text, or there is a mistake in it.
  public static func read(_ path: String) throws(FileError) -> ClassNames {
    SourceFiles.add(path)
    let text = try FileContent.text(of: path, "a list of class names")
    let names: [String]
    do throws(ClassNameText.Mistake) { names = try ClassNameText.names(in: text) } catch {
      throw FileError(path: path, reason: error.reason)
    }
    guard !names.isEmpty else {
      throw FileError(path: path, reason: "there are no class names in it; one a line is expected")
    }
    return ClassNames(names)
  }
}

extension ClassNames {
  /// The names that an exporter writes into a model, under a key that is usual for them; nil where
  /// it writes none.
  init?(metadata: [(key: String, value: String)]) {
    for key in ["names", "classes", "class_names", "labels", "id2label"] {
      guard let text = metadata.first(where: { $0.key.lowercased() == key })?.value else {
        continue
      }
      guard text.utf8.count <= FileContent.textLimit,
        let names = try? ClassNameText.names(in: text, separatedBy: ["\n", ","]),
        names.count > 1
      else { continue }
      self.init(names)
      return
    }
    return nil
  }
}
