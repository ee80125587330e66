import CNNModel

/// Labeled images for training, and others for testing.
public struct DataSet: Sendable {
  /// A part of a data set, as it is written in `digits:test:7`.
  public enum Part: String, CaseIterable, Hashable, Sendable {
    /// Images for training, and images for testing.
    case train, test
  }

  /// How the user names it: `digits`, `mnist`, or its folder.
  package let name: String

  /// The names of the classes, by label.
  public internal(set) var classNames: [String]

  /// The images for training; there is at least one.
  public let train: LabeledImages

  /// The images for testing, of the same shape; there is at least one.
  public let test: LabeledImages

  /// Whether images were brought to a network's channels, rows and columns already.
  package internal(set) var isFitted = false

  /// Where the two parts come from.
  package internal(set) var division = Division.given

  /// What was done to the files' samples, and which files were left out, as sentences without a
  /// period.
  package internal(set) var notes: [String] = []

  /// The value in the files that stands for 1: 255 for bytes such as MNIST's, 16 for the built-in
  /// digits.
  public let maximum: Double

  /// The shape of one image: `[channels, rows, columns]`.
  public var imageShape: Shape { train.imageShape }

  /// The images of a part.
  public subscript(part: Part) -> LabeledImages {
    switch part {
    case .train: train
    case .test: test
    }
  }

  /// How samples are divided into a part for training and one for testing.
  package enum Division: String, Hashable, Sendable {
    /// The files have both parts.
    case given
    /// The files have one part, and either part consists of all its samples.
    case shared
    /// A hash of a sample's name puts one of five into the test part.
    case hashed
    /// The files have a test part alone, so there is nothing to train with.
    case testAlone = "test-alone"
  }

  /// The arrays of a data set's four files, and what their errors call them.
  struct Files {
    var trainImages, trainLabels, testImages, testLabels: (array: NumericArray, path: String)
  }

  /// Makes a data set of the arrays of four IDX files.
  ///
  /// The classes are the labels from the smallest, 0 or 1, to the largest of the train part.
  ///
  /// - Parameters:
  ///   - countsFromZero: whether label 1 is the second class even where no sample has the first.
  ///   - maximum: the value that stands for 1. Unless given it is the largest that bytes can
  ///   have, 255 or signed 127; for wider integers, whose type says nothing of their range, the
  ///     largest of both parts; and 1 for floating-point numbers, which are taken as they are.
  /// - Throws: ``FileError`` where the counts of images and labels differ, a part is empty, the
  ///   parts have images of different shapes, or a label has no class.
  init(
    name: String, files: Files, maximum: Double? = nil, countsFromZero: Bool = false
  ) throws(FileError) {
    let images = try Self.batch(files.trainImages)
    let testImages = try Self.batch(files.testImages)
    try Self.check(testImages, of: files.testImages.path, against: images)
    let labels = try Self.labels(files.trainLabels, of: images, most: Self.mostClasses - 1)
    let testLabels = try Self.labels(files.testLabels, of: testImages, most: labels.max() ?? 0)
    let classes = ClassLabels(
      train: labels, test: testLabels, countsFromZero: countsFromZero)
    self.init(
      name: name, maximum: maximum ?? max(images.valueOfOne, testImages.valueOfOne),
      classNames: classes.names, train: LabeledImages(images: images, labels: classes.train),
      test: LabeledImages(images: testImages, labels: classes.test))
    notes = classes.notes
  }

  static let mostClasses = 1 << 16

  /// Parts that were read, and checked to belong together.
  init(
    name: String, maximum: Double, classNames: [String], train: LabeledImages,
    test: LabeledImages
  ) {
    (self.name, self.maximum, self.classNames) = (name, maximum, classNames)
    (self.train, self.test) = (train, test)
  }

  static func check(
    _ testImages: NumericArray, of path: String, against images: NumericArray
  ) throws(FileError) {
    let (sample, type) = (testImages.shape.sample, testImages.elementType)
    guard sample != images.shape.sample || type != images.elementType else { return }
    let isOtherShape = sample != images.shape.sample
    let found = isOtherShape ? "\(sample)" : "\(type)"
    let expected = isOtherShape ? "\(images.shape.sample)" : "\(images.elementType)"
    throw FileError(
      path: path,
      reason: "the test images are \(found), but the training images are \(expected)")
  }

  static func batch(
    _ file: (array: NumericArray, path: String)
  ) throws(FileError) -> NumericArray {
    let shape = file.array.shape
    guard shape.rank == 3 || shape.rank == 4 else {
      throw FileError(
        path: file.path,
        reason: "images of count×rows×columns or count×channels×rows×columns are expected, "
          + "but this array is \(shape)")
    }
    guard shape.count > 0 else {
      throw FileError(path: file.path, reason: "the file has no images (\(shape))")
    }
    return shape.rank == 4
      ? file.array : file.array.reshaped(to: [shape[0], 1, shape[1], shape[2]])
  }

  private static func labels(
    _ file: (array: NumericArray, path: String), of images: NumericArray, most: Int
  ) throws(FileError) -> [Int] {
    let shape = file.array.shape
    guard shape.rank == 1, let labels = file.array.int64s else {
      throw FileError(
        path: file.path,
        reason: "the labels should be a list of integers, "
          + "but this array is \(shape) \(file.array.elementType)")
    }
    guard labels.count == images.shape[0] else {
      throw FileError(
        path: file.path,
        reason: "there are \(labels.count) labels, but \(images.shape[0]) images")
    }
    try check(labels, of: file.path, most: most)
    return labels.map { Int($0) }
  }

  private static func check(
    _ labels: [Int64], of path: String, most: Int
  ) throws(FileError) {
    guard let index = labels.firstIndex(where: { !(0...Int64(most)).contains($0) }) else { return }
    throw FileError(
      path: path,
      reason: "label \(index) is \(labels[index]), but the classes are 0 to \(most)")
  }
}

extension NumericArray {
  /// The value that stands for 1 in such images.
  var valueOfOne: Double {
    switch elementType {
    case let type where type.isFloating || type == .bool: 1
    case .uint8: 255
    case .int8: 127
    default: max(1, doubles.max() ?? 1)
    }
  }
}
