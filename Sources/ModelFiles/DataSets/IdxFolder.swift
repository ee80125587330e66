import CNNModel

/// A folder with the IDX files of MNIST's naming, plain or compressed by gzip: those of MNIST,
/// Fashion-MNIST and Kuzushiji-MNIST, or with a word before them as those of EMNIST.
///
/// torchvision's folders, in which they lie in `raw` or `MNIST/raw`, are such folders, too.
struct IdxFolder {
  private let folder: String
  /// What stands before the usual names: `emnist-letters-`.
  private let prefix: String
  /// The words before the names, where a folder has several data sets and none was named.
  private var choices: [String] = []

  /// - Returns: nil where there is none of these files.
  init?(_ place: DataSetPlace) {
    guard place.entries == nil else {
      for folder in Self.folders(place) {
        let prefixes = Self.prefixes(in: folder)
        guard let first = prefixes.first else { continue }
        (self.folder, prefix) = (folder, first)
        choices = first.isEmpty || prefixes.count == 1 ? [] : prefixes
        return
      }
      return nil
    }
    guard place.kind == nil, let slash = place.name.lastIndex(of: "/") else { return nil }
    let word = place.name[place.name.index(after: slash)...]
    (folder, prefix) = (String(place.name[..<slash]), "\(word)-")
    guard !word.isEmpty, Self.prefixes(in: folder).contains(prefix) else { return nil }
  }

  /// The folder itself, `raw` in it, and `raw` in a folder in it.
  private static func folders(_ place: DataSetPlace) -> [String] {
    [place.name, place.path("raw")] + place.visibleEntries.map { place.path("\($0)/raw") }
  }

  /// What stands before the usual names, in the order of the characters.
  private static func prefixes(in folder: String) -> [String] {
    let names = PartFile.allCases.flatMap(\.names)
    let prefixes = FileContent.names(in: folder).compactMap { file -> String? in
      let plain = file.hasSuffix(".gz") ? String(file.dropLast(3)) : file
      return names.first { plain.hasSuffix($0) }.map { String(plain.dropLast($0.count)) }
    }
    return Set(prefixes).filter { $0.isEmpty || $0.hasSuffix("-") }.sorted()
  }

  /// Reads the files.
  ///
  /// A folder with the two test files alone has nothing to train with.
  ///
  /// - Throws: ``FileError`` naming the file that is missing or cannot be used.
  func dataSet(name: String) throws(FileError) -> DataSet {
    guard choices.isEmpty else {
      let words = choices.map { String($0.dropLast()) }
      throw FileError(
        path: name,
        reason: "there are several data sets in this folder, \(DataSet.listing(words)); name one, "
          + "as in \(folder.harmless)/\(words[0].harmless)")
    }
    let hasTrainPart = [.trainImages, .trainLabels].contains { file(of: $0) != nil }
    let isTestAlone =
      !hasTrainPart && file(of: .testImages) != nil && file(of: .testLabels) != nil
    let train: (images: PartFile, labels: PartFile) =
      isTestAlone ? (.testImages, .testLabels) : (.trainImages, .trainLabels)
    var set = try DataSet(
      name: name,
      files: DataSet.Files(
        trainImages: images(train.images), trainLabels: array(train.labels),
        testImages: images(.testImages), testLabels: array(.testLabels)))
    if isTestAlone { set.division = .testAlone }
    if isTransposed { set.notes.insert(Self.transposition, at: 0) }
    set.name(classes: mapping)
    return set
  }

  private func images(_ part: PartFile) throws(FileError) -> DataSet.NamedFile {
    let file = try array(part)
    return isTransposed ? (file.array.swappingLastAxes, file.path) : file
  }

  private func array(_ part: PartFile) throws(FileError) -> DataSet.NamedFile {
    guard let file = file(of: part) else {
      throw FileError(path: folder, reason: "there is no \(expected(part)) in this folder")
    }
    return try (IdxFile.read(file), file)
  }

  private func expected(_ part: PartFile) -> String {
    let names = part.usualNames.map { prefix + $0 }.joined(separator: " or ")
    return "\(names) (plain or .gz)"
  }

  private func file(of part: PartFile) -> String? {
    for name in part.names {
      for suffix in ["", ".gz"] {
        let path = "\(folder)/\(prefix)\(name)\(suffix)"
        if FileContent.exists(path) { return path }
      }
    }
    return nil
  }

  // EMNIST

  /// EMNIST's files have columns and rows swapped.
  private var isTransposed: Bool { prefix.hasPrefix("emnist-") }

  private static let transposition =
    "EMNIST's files store images with rows and columns swapped; they are turned upright"

  /// The characters of the labels, by `emnist-letters-mapping.txt`: a label and the codes of its
  /// characters in each line.
  private var mapping: [String: String] {
    let path = "\(folder)/\(prefix)mapping.txt"
    guard FileContent.exists(path),
      let text = try? FileContent.text(of: path, "a mapping", limit: 1 << 16)
    else { return [:] }
    let pairs = text.split(whereSeparator: \.isNewline).compactMap { line -> (String, String)? in
      let words = line.split(separator: " ")
      guard words.count > 1, let code = UInt8(words[1]), (33..<127).contains(code) else {
        return nil
      }
      return (String(words[0]), String(UnicodeScalar(code)))
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// One of the four files of a folder, under any of its usual names.
  enum PartFile: CaseIterable {
    case trainImages, trainLabels, testImages, testLabels

    /// The names without `.gz`, the usual one first.
    var names: [String] {
      switch self {
      case .trainImages: Self.names(["train"], "images", ["idx3", "idx4"])
      case .trainLabels: Self.names(["train"], "labels", ["idx1"])
      case .testImages: Self.names(["t10k", "test"], "images", ["idx3", "idx4"])
      case .testLabels: Self.names(["t10k", "test"], "labels", ["idx1"])
      }
    }

    /// The usual name, for the test part with either of its words.
    var usualNames: [String] {
      switch self {
      case .trainImages, .trainLabels: [names[0]]
      case .testImages: [names[0], "test-images-idx3-ubyte"]
      case .testLabels: [names[0], "test-labels-idx1-ubyte"]
      }
    }

    private static func names(_ parts: [String], _ content: String, _ ranks: [String]) -> [String] {
      parts.flatMap { part in
        ranks.flatMap { rank in ["-", "."].map { "\(part)-\(content)\($0)\(rank)-ubyte" } }
      }
    }
  }
}

extension DataSet {
  /// An array, and what its errors call it.
  typealias NamedFile = (array: NumericArray, path: String)

  /// The data set in a folder with the four IDX files of MNIST's naming.
  ///
  /// - Throws: ``FileError`` naming the file that is missing or cannot be used.
  package static func folder(_ path: String) throws(FileError) -> DataSet {
    guard let folder = IdxFolder(DataSetPlace(path)) else {
      throw FileError(path: path, reason: "there are no IDX files in this folder")
    }
    return try folder.dataSet(name: path)
  }

  /// Calls classes by other names, as far as there are some.
  mutating func name(classes names: [String: String]) {
    classNames = classNames.map { names[$0] ?? $0 }
  }
}

extension DataSetFormat {
  /// A folder with IDX files.
  static let idxFolder = DataSetFormat(
    recognizes: { IdxFolder($0) != nil },
    open: { place throws(FileError) in
      guard let folder = IdxFolder(place) else { return try DataSet.folder(place.name) }
      return try folder.dataSet(name: place.name)
    })
}
