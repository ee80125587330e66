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

  /// MNIST, from `$CNNSCOPE_DATA/mnist` or else the user's cache folder.
  static func mnist(_ environment: Environment) throws(FileError) -> DataSet {
    let folders = mnistFolders(environment)
    if let folder = folders.lazy.compactMap({ IdxFolder(DataSetPlace($0)) }).first {
      return try folder.dataSet(name: "mnist")
    }
    let expected = IdxFolder.PartFile.allCases.map { $0.names[0] }.joined(separator: ", ")
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
}

extension DataSetFormat {
  /// The built-in digits.
  static let digits = DataSetFormat(
    recognizes: { $0.name == "digits" },
    open: { _ throws(FileError) in try DataSet.digits() })

  /// MNIST in the place where it is looked for.
  static let mnist = DataSetFormat(
    recognizes: { $0.name == "mnist" },
    open: { place throws(FileError) in try DataSet.mnist(place.environment) })
}
