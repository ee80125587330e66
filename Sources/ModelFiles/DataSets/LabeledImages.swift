import CNNModel

/// Images of one size, each with the index of its class: one part of a data set.
///
/// The images stay as they are in the file and become numbers when they are asked for.
public struct LabeledImages: Sendable {
  /// The class of every image.
  public let labels: [Int]

  /// The shape of one image: `[channels, rows, columns]`.
  public let imageShape: Shape

  /// What the numbers of the file are divided by.
  public let maximum: Float

  private let images: NumericArray

  /// - Precondition: the images are `[count, channels, rows, columns]` with a label each.
  init(images: NumericArray, labels: [Int], maximum: Float) {
    precondition(
      images.shape.rank == 4 && images.shape[0] == labels.count,
      "\(labels.count) labels for images of \(images.shape)")
    self.images = images
    self.labels = labels
    self.maximum = maximum
    imageShape = images.shape.sample
  }

  /// The numbers of all images, where the file has bytes.
  var bytes: ArraySlice<UInt8>? { images.elementType == .uint8 ? images.bytes : nil }

  /// The number of images.
  public var count: Int { labels.count }

  /// The images at these indices, in this order, as a batch `[count, channels, rows, columns]` of
  /// numbers that are the file's divided by the set's maximum.
  ///
  /// - Precondition: every index is within 0..<count.
  public func images(at indices: some Collection<Int>) -> Tensor {
    let size = imageShape.count
    var elements: [Float] = []
    elements.reserveCapacity(indices.count * size)
    for index in indices {
      for element in images.floats(in: index * size..<(index + 1) * size) {
        elements.append(element / maximum)
      }
    }
    return Tensor(shape: imageShape.batched(indices.count), elements: elements)
  }

  /// The same with the numbers as they stand in the file.
  ///
  /// - Precondition: every index is within 0..<count.
  public func numbers(at indices: some Collection<Int>) -> Tensor {
    let size = imageShape.count
    var elements: [Float] = []
    elements.reserveCapacity(indices.count * size)
    for index in indices { elements += images.floats(in: index * size..<(index + 1) * size) }
    return Tensor(shape: imageShape.batched(indices.count), elements: elements)
  }

  /// One image as a batch of its own, `[1, channels, rows, columns]`.
  ///
  /// - Precondition: the index is within 0..<count.
  public func image(at index: Int) -> Tensor { images(at: CollectionOfOne(index)) }

  /// The part that is left when only the first `limit` images are kept.
  public func prefix(_ limit: Int) -> LabeledImages {
    let kept = min(count, max(limit, 0))
    let bytes = images.bytes.prefix(kept * imageShape.count * images.elementType.size)
    let array = NumericArray(
      shape: images.shape.replacing(axis: 0, with: kept), elementType: images.elementType,
      bytes: bytes)
    return LabeledImages(images: array, labels: Array(labels.prefix(kept)), maximum: maximum)
  }
}
