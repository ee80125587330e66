import CNNModel

/// Data sets of arrays: inputs, and for each of them a class or an array of what is wanted.
extension DataSet {
  /// Whether a name is that of arrays: `x.npy,y.npy`, or an archive.
  static func namesArrays(_ name: String) -> Bool {
    if FileContent.exists(name) {
      return !FileContent.isFolder(name) && (try? FileKind(ofFile: name).format) == .zip
    }
    return name.contains(",")
  }

  /// The data set of two arrays, inputs and targets, which both parts consist of, or of four, of which
  /// the last two are the test part; or of an archive with arrays of the usual names.
  ///
  /// Inputs are `[count, channels, rows, columns]`, `[count, rows, columns]` or `[count, numbers]`.
  /// Targets are a list of classes, or an array for every input.
  ///
  /// - Throws: ``FileError`` where there are no such arrays, or they do not belong together.
  static func arrays(_ name: String) throws(FileError) -> DataSet {
    var files: [(array: NumericArray, path: String)] = []
    for path in try references(name) { try files.append((ArrayFile.read(path), path)) }
    guard files.count == 2 || files.count == 4 else {
      throw FileError(
        path: name,
        reason: "two arrays, inputs and targets, or four with those of the test part are expected, "
          + "but \(files.count) are named")
    }
    return try DataSet(
      name: name,
      Arrays(images: images(files[0]), targets: files[1]),
      test: Arrays(images: images(files[files.count - 2]), targets: files[files.count - 1]))
  }

  /// One part of a data set.
  struct Arrays {
    let images: (array: NumericArray, path: String)
    let targets: (array: NumericArray, path: String)
    /// The value of the images that stands for 1; the largest one unless given.
    var imageMaximum: Double?
    /// What values among the targets are divided by.
    var targetMaximum: Float = 1

    func check() throws(FileError) {
      let (count, shape) = (images.array.shape[0], targets.array.shape)
      guard shape.rank > 0, shape[0] == count else {
        throw FileError(
          path: targets.path,
          reason: "a target for each of the \(count) inputs is expected, but this array is \(shape)"
        )
      }
    }

    /// The classes of a list of integers; `nil` for other arrays.
    var labels: [Int]? {
      guard targets.array.shape.rank == 1, let labels = targets.array.int64s,
        labels.allSatisfy({ (0..<Int64(mostClasses)).contains($0) })
      else { return nil }
      return labels.map { Int($0) }
    }
  }

  init(name: String, _ train: Arrays, test: Arrays) throws(FileError) {
    let images = try Self.batch(train.images)
    let testImages = try Self.batch(test.images)
    try train.check()
    try test.check()
    try Self.check(testImages, of: test.images.path, against: images)
    let (wanted, found) = (train.targets.array.shape.sample, test.targets.array.shape.sample)
    guard wanted == found else {
      throw FileError(
        path: test.targets.path,
        reason: "the test targets are \(found), but the training targets are \(wanted)")
    }
    let labels = train.labels.flatMap { train in test.labels.map { (train: train, test: $0) } }
    let last = (labels.map { $0.train + $0.test } ?? []).max() ?? 0
    self.init(
      name: name, maximum: train.imageMaximum ?? max(images.valueOfOne, testImages.valueOfOne),
      classNames: (0...last).map(String.init),
      train: LabeledImages(
        images, labels: labels?.train, targets: train.targets.array, train.targetMaximum),
      test: LabeledImages(
        testImages, labels: labels?.test, targets: test.targets.array, test.targetMaximum))
  }

  /// Inputs of numbers as images of one row.
  private static func images(
    _ file: (array: NumericArray, path: String)
  ) -> (array: NumericArray, path: String) {
    let shape = file.array.shape
    guard shape.rank == 2 else { return file }
    return (file.array.reshaped(to: [shape[0], 1, 1, shape[1]]), file.path)
  }
}

/// The arrays that a name means.
extension DataSet {
  private static func references(_ name: String) throws(FileError) -> [String] {
    guard FileContent.exists(name) else {
      return name.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let found = try NpzArchive(name).names
    let parts = [
      usual(["x", "x_train", "images", "train_images"], in: found),
      usual(["y", "y_train", "labels", "targets", "masks", "train_labels"], in: found),
      usual(["x_test", "test_images"], in: found),
      usual(["y_test", "test_labels", "test_targets", "test_masks"], in: found),
    ]
    guard let inputs = parts[0], let targets = parts[1] else {
      throw FileError(
        path: name,
        reason: "a data set has the arrays x and y, or x_train, y_train, x_test and y_test, but "
          + "there are \(found.prefix(8).joined(separator: ", ").harmless); name them, as in "
          + "FILE.npz:images,FILE.npz:masks")
    }
    let test = [parts[2], parts[3]].compactMap(\.self)
    return ([inputs, targets] + (test.count == 2 ? test : [])).map { "\(name):\($0)" }
  }

  private static func usual(_ names: [String], in found: [String]) -> String? {
    names.first { found.contains($0) }
  }
}
