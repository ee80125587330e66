import CNNModel

/// Images of one size, each with the index of its class or an array that is wanted: one part of a
/// data set.
///
/// The images keep the element type of the file and are converted when they are asked for.
public struct LabeledImages: Sendable {
  /// The class of every image; empty where only ``targets`` say what is wanted.
  public let labels: [Int]

  /// What is wanted of every image, along the first axis, where that was given as an array.
  package let targets: NumericArray?

  /// What values among the targets are divided by.
  private let targetMaximum: Float

  /// The shape of one image: `[channels, rows, columns]`.
  let imageShape: Shape

  private let images: NumericArray

  /// - Precondition: the images are `[count, channels, rows, columns]` with a label each.
  init(images: NumericArray, labels: [Int]) {
    precondition(
      images.shape.rank == 4 && images.shape[0] == labels.count,
      "\(labels.count) labels for images of \(images.shape)")
    (self.images, self.labels, targets, targetMaximum) = (images, labels, nil, 1)
    imageShape = images.shape.sample
  }

  /// - Precondition: there is a label, if any, and a target for each of the images.
  init(
    _ images: NumericArray, labels: [Int]?, targets: NumericArray, _ targetMaximum: Float = 1
  ) {
    self.targetMaximum = targetMaximum
    (self.images, self.labels, self.targets) = (images, labels ?? [], targets)
    imageShape = images.shape.sample
  }

  /// Whether every image has a class.
  package var hasLabels: Bool { labels.count == count }

  /// The values of all images, where the file has bytes.
  var bytes: ArraySlice<UInt8>? { images.elementType == .uint8 ? images.bytes : nil }

  /// The number of images.
  public var count: Int { images.shape[0] }

  /// The images at these indices, in this order, as a batch `[count, channels, rows, columns]` with
  /// the values of the file.
  ///
  /// - Precondition: every index is within 0..<count.
  public func images(at indices: some Collection<Int>) -> Tensor {
    let size = imageShape.count
    var elements: [Float] = []
    elements.reserveCapacity(indices.count * size)
    for index in indices { elements += images.floats(in: index * size..<(index + 1) * size) }
    return Tensor(shape: imageShape.batched(indices.count), elements: elements)
  }

  /// The first `limit` images.
  public func prefix(_ limit: Int) -> LabeledImages {
    let kept = min(count, max(limit, 0))
    let (images, labels) = (images.prefix(kept), Array(labels.prefix(kept)))
    guard let targets else { return LabeledImages(images: images, labels: labels) }
    return LabeledImages(images, labels: labels, targets: targets.prefix(kept), targetMaximum)
  }

  /// The numbers that are wanted of some images, one image after the other.
  ///
  /// - Precondition: there are targets, and every index is within 0..<count.
  package func targetValues(at indices: [Int]) -> [Float] {
    guard let targets else { preconditionFailure("no targets") }
    let size = targets.shape.sample.count
    return indices.flatMap { index in
      targets.floats(in: index * size..<(index + 1) * size).map { $0 / targetMaximum }
    }
  }

  /// The classes that are wanted at the places of some images, one image after the other.
  ///
  /// - Precondition: there are targets of integers, and every index is within 0..<count.
  package func targetClasses(at indices: [Int]) -> [Int] {
    guard let targets else { preconditionFailure("no targets") }
    let size = targets.shape.sample.count
    return indices.flatMap { index in
      targets.doubles(in: index * size..<(index + 1) * size).map { Int($0) }
    }
  }
}

extension NumericArray {
  /// The first elements along the first axis.
  fileprivate func prefix(_ kept: Int) -> NumericArray {
    NumericArray(
      shape: shape.replacing(axis: 0, with: kept), elementType: elementType,
      bytes: bytes.prefix(kept * shape.sample.count * elementType.size))
  }

  /// Whether all elements are integers.
  package var isWhole: Bool { int64s != nil }
}
