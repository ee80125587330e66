/// The arrays that a data set consists of, as they are read: inputs and targets, and those of the test
/// part where there is one.
struct ArrayNames {
  /// What ``ArrayFile/read(_:)`` takes; two, or four with the test part.
  let references: [String]
  let division: DataSet.Division
  private(set) var notes: [String] = []

  /// - Throws: ``FileError`` where two or four arrays are not named, or an archive has none of the
  ///   usual names.
  init(_ place: DataSetPlace) throws(FileError) {
    guard place.kind == nil else {
      self = try Self.members(of: place.name)
      return
    }
    let references = place.name.split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    self.init(references, references.count == 2 ? .shared : .given)
    guard references.count == 2 || references.count == 4 else {
      throw FileError(
        path: place.name,
        reason: "two arrays, inputs and targets, or four with those of the test part are expected, "
          + "but \(references.count) are named")
    }
  }

  private init(_ references: [String], _ division: DataSet.Division, notes: [String] = []) {
    (self.references, self.division, self.notes) = (references, division, notes)
  }

  /// The usual names of an archive's arrays: those of Keras, MedMNIST, scikit-learn, and plain ones.
  private enum Usual {
    static let inputs = [
      "x_train", "X_train", "train_images", "train_x", "x", "X", "images", "data", "inputs",
    ]
    static let targets = [
      "y_train", "Y_train", "train_labels", "train_y", "y", "Y", "labels", "target", "targets",
      "masks",
    ]
    static let testInputs = ["x_test", "X_test", "test_images", "test_x"]
    static let testTargets = [
      "y_test", "Y_test", "test_labels", "test_y", "test_targets", "test_masks",
    ]
    static let validationInputs = ["x_val", "X_val", "val_images", "val_x", "x_valid", "X_valid"]
    static let validationTargets = [
      "y_val", "Y_val", "val_labels", "val_y", "y_valid", "Y_valid",
    ]
  }

  /// The arrays of the usual names in an archive. A validation part is the test part where there is
  /// no other.
  private static func members(of path: String) throws(FileError) -> ArrayNames {
    let found = try NpzArchive(path).names
    func pair(_ inputs: [String], _ targets: [String]) -> [String]? {
      guard let input = inputs.first(where: found.contains),
        let target = targets.first(where: found.contains)
      else { return nil }
      return [input, target].map { "\(path):\($0)" }
    }
    let validation = pair(Usual.validationInputs, Usual.validationTargets)
    let test = pair(Usual.testInputs, Usual.testTargets)
    guard let train = pair(Usual.inputs, Usual.targets) else {
      if let alone = test ?? validation { return ArrayNames(alone, .testAlone) }
      throw unusual(found, path)
    }
    let notes =
      test != nil && validation != nil ? ["the arrays for validation are left out"] : []
    guard let second = test ?? validation else { return ArrayNames(train, .shared) }
    return ArrayNames(train + second, .given, notes: notes)
  }

  private static func unusual(_ found: [String], _ path: String) -> FileError {
    FileError(
      path: path,
      reason: "a data set has the arrays x and y, or x_train, y_train, x_test and y_test, but "
        + "there are \(found.prefix(8).joined(separator: ", ").harmless); name them, as in "
        + "FILE.npz:images,FILE.npz:masks")
  }
}
