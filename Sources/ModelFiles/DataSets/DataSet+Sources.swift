import Glibc

extension DataSet {
  /// A lookup of environment variables.
  package typealias Environment = @Sendable (String) -> String?

  /// The environment of this process.
  package static let processEnvironment: Environment = { name in
    getenv(name).map { String(cString: $0) }
  }

  /// The data sets that have names, for messages and completions.
  public static let knownNames = ["digits", "mnist"]

  /// The data set that `DATA` on the command line names: `digits`, `mnist`, a folder with four IDX
  /// files or with images and masks, or arrays.
  ///
  /// - Throws: ``FileError`` where it is none of these or its files cannot be used.
  package static func open(
    _ name: String, environment: Environment = processEnvironment
  ) throws(FileError) -> DataSet {
    switch name {
    case "digits": return try digits()
    case "mnist": return try mnist(environment)
    case _ where namesArrays(name): return try arrays(name)
    case _ where hasMasks(name): return try masks(name)
    default: return try folder(name)
    }
  }

  /// The built-in digits: 1797 images of 8×8, 1437 of them for training.
  ///
  /// Source: UCI "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, 1998,
  /// CC BY 4.0, as packaged by scikit-learn.
  package static func digits() throws(FileError) -> DataSet {
    func array(_ name: String) throws(FileError) -> (array: NumericArray, path: String) {
      guard let bytes = SampleFiles.bytes(named: name) else {
        throw FileError(path: name, reason: "this file is not built in")
      }
      return try (IdxFile.decode(bytes[...], path: name), name)
    }
    return try DataSet(
      name: "digits",
      files: Files(
        trainImages: array("train-images-idx3-ubyte"),
        trainLabels: array("train-labels-idx1-ubyte"),
        testImages: array("test-images-idx3-ubyte"),
        testLabels: array("test-labels-idx1-ubyte")), maximum: 16)
  }

  /// The data set in a folder with the four IDX files of MNIST's naming, plain or compressed by
  /// gzip.
  ///
  /// - Parameter name: what the data set is called; the folder by default.
  /// - Throws: ``FileError`` naming the file that is missing or cannot be used.
  package static func folder(_ path: String, name: String? = nil) throws(FileError) -> DataSet {
    guard FileContent.isFolder(path) else {
      let sets = knownNames.joined(separator: ", ")
      throw FileError(
        path: path,
        reason: FileContent.exists(path)
          ? "a folder with IDX files, an .npz archive or two arrays, as in x.npy,y.npy, are "
            + "expected, but this is one file"
          : "there is no data set or folder of this name; the data sets are \(sets)")
    }
    func array(_ part: PartFile) throws(FileError) -> (array: NumericArray, path: String) {
      guard let file = part.file(in: path) else {
        throw FileError(path: path, reason: "there is no \(part.expected) in this folder")
      }
      return try (IdxFile.read(file), file)
    }
    return try DataSet(
      name: name ?? path,
      files: Files(
        trainImages: array(.trainImages), trainLabels: array(.trainLabels),
        testImages: array(.testImages), testLabels: array(.testLabels)))
  }

  /// MNIST, from `$CNNSCOPE_DATA/mnist` or else the user's cache folder.
  private static func mnist(_ environment: Environment) throws(FileError) -> DataSet {
    let folders = mnistFolders(environment)
    if let folder = folders.first(where: { folder in
      PartFile.allCases.contains { $0.file(in: folder) != nil }
    }) {
      return try self.folder(folder, name: "mnist")
    }
    let expected = PartFile.allCases.map { $0.names[0] }.joined(separator: ", ")
    let places = folders.map(\.harmless).joined(separator: " or ")
    throw FileError(
      path: "mnist",
      reason: "the files \(expected) (plain or .gz) are expected in "
        + (places.isEmpty ? "$CNNSCOPE_DATA/mnist" : places))
  }

  private static func mnistFolders(_ environment: Environment) -> [String] {
    func folder(_ variable: String, _ rest: String) -> String? {
      guard let start = environment(variable), !start.isEmpty else { return nil }
      return start + rest
    }
    let cache =
      folder("XDG_CACHE_HOME", "/cnnscope/mnist") ?? folder("HOME", "/.cache/cnnscope/mnist")
    return [folder("CNNSCOPE_DATA", "/mnist"), cache].compactMap(\.self)
  }

  /// One of the four files of a folder, under any of its usual names.
  private enum PartFile: CaseIterable {
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

    var expected: String {
      switch self {
      case .trainImages, .trainLabels: "\(names[0]) (plain or .gz)"
      case .testImages, .testLabels:
        "\(names[0]) or \(names[0].replacingPrefix("t10k", by: "test")) (plain or .gz)"
      }
    }

    func file(in folder: String) -> String? {
      for name in names {
        for suffix in ["", ".gz"] where FileContent.exists("\(folder)/\(name)\(suffix)") {
          return "\(folder)/\(name)\(suffix)"
        }
      }
      return nil
    }

    private static func names(_ parts: [String], _ content: String, _ ranks: [String]) -> [String] {
      parts.flatMap { part in
        ranks.flatMap { rank in ["-", "."].map { "\(part)-\(content)\($0)\(rank)-ubyte" } }
      }
    }
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, by other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
