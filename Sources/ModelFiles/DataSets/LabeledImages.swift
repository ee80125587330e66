import CNNModel

/// Images of one size, each with the index of its class: one part of a data set.
///
/// The images keep the element type of the file and are converted when they are asked for.
public struct LabeledImages: Sendable {
  /// The class of every image.
  public let labels: [Int]

  /// The shape of one image: `[channels, rows, columns]`.
  let imageShape: Shape

  private let images: NumericArray

  /// - Precondition: the images are `[count, channels, rows, columns]` with a label each.
  init(images: NumericArray, labels: [Int]) {
    precondition(
      images.shape.rank == 4 && images.shape[0] == labels.count,
      "\(labels.count) labels for images of \(images.shape)")
    self.images = images
    self.labels = labels
    imageShape = images.shape.sample
  }

  /// The values of all images, where the file has bytes.
  var bytes: ArraySlice<UInt8>? { images.elementType == .uint8 ? images.bytes : nil }

  /// The number of images.
  public var count: Int { labels.count }

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
    let bytes = images.bytes.prefix(kept * imageShape.count * images.elementType.size)
    let array = NumericArray(
      shape: images.shape.replacing(axis: 0, with: kept), elementType: images.elementType,
      bytes: bytes)
    return LabeledImages(images: array, labels: Array(labels.prefix(kept)))
  }
}
