import CNNModel

/// Labeled images to train with and others to test with.
public struct DataSet: Sendable {
  /// A part of a data set, as it is written in `digits:test:7`.
  public enum Part: String, CaseIterable, Hashable, Sendable {
    case train, test
  }

  /// How the user names it: `digits`, `mnist`, or its folder.
  public let name: String

  /// What the classes are called, by label.
  public let classNames: [String]

  /// The images to train with; there is at least one.
  public let train: LabeledImages

  /// The images to test with, of the same shape; there is at least one.
  public let test: LabeledImages

  /// The number in the files that stands for 1: 16 for the digits, 255 for MNIST.
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

  /// The arrays of a data set's four files, and what their errors call them.
  struct Files {
    var trainImages, trainLabels, testImages, testLabels: (array: NumericArray, path: String)
  }

  /// Makes a data set of the arrays of four IDX files.
  ///
  /// The classes are 0 to the largest label of the train part. The scale is the largest number of
  /// the train images, except that images of floating-point numbers are taken as they are.
  ///
  /// - Throws: ``FileError`` where the counts of images and labels differ, a part is empty, the
  ///   parts have images of different shapes, or a label has no class.
  init(name: String, files: Files) throws(FileError) {
    let images = try Self.batch(files.trainImages)
    let testImages = try Self.batch(files.testImages)
    guard images.shape.sample == testImages.shape.sample else {
      throw FileError(
        path: files.testImages.path,
        reason: "the test images are \(testImages.shape.sample), but those to train with are "
          + "\(images.shape.sample)")
    }
    let labels = try Self.labels(files.trainLabels, of: images, most: Self.mostClasses - 1)
    let last = labels.max() ?? 0
    let testLabels = try Self.labels(files.testLabels, of: testImages, most: last)
    let maximum = images.largest
    self.name = name
    self.maximum = Double(maximum)
    classNames = (0...last).map(String.init)
    train = LabeledImages(images: images, labels: labels, maximum: maximum)
    test = LabeledImages(images: testImages, labels: testLabels, maximum: maximum)
  }

  private static let mostClasses = 1 << 16

  private static func batch(
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
      throw FileError(path: file.path, reason: "there are no images in it (\(shape))")
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
        reason: "a list of whole numbers is expected as labels, "
          + "but this array is \(shape) \(file.array.elementType)")
    }
    guard labels.count == images.shape[0] else {
      throw FileError(
        path: file.path,
        reason: "there are \(labels.count) labels, but \(images.shape[0]) images")
    }
    if let place = labels.firstIndex(where: { !(0...Int64(most)).contains($0) }) {
      throw FileError(
        path: file.path,
        reason: "label \(place) is \(labels[place]), but the classes are 0 to \(most)")
    }
    return labels.map { Int($0) }
  }
}

extension NumericArray {
  /// The number that stands for 1: the largest, or 1 for numbers that already are fractions and
  /// for an array without positive ones.
  fileprivate var largest: Float {
    switch elementType {
    case .float16, .bfloat16, .float32, .float64: 1
    case .uint8:
      // Ends at the first 255, so that a large set need not be read through.
      bytes.contains(255) ? 255 : max(1, Float(bytes.max() ?? 1))
    default: max(1, floats(in: 0..<count).max() ?? 1)
    }
  }
}
