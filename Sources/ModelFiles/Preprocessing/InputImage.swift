public import CNNModel

/// The image that `INPUT` on the command line names, before preprocessing.
public struct InputImage: Sendable {
  /// `[1, channels, rows, columns]`, the values of the file.
  public let image: Tensor
  /// The shape and the range of the values.
  public let format: PixelFormat
  /// What decoding did to it, in words: `composited over white`.
  public let notes: [String]
  /// The class that it shows, where that is known.
  public let label: Int?

  /// An image file, an array, or a sample of a data set such as `digits:42`.
  ///
  /// The values of images and samples are divided by the largest possible one unless the
  /// user says otherwise; those of arrays are taken unchanged.
  ///
  /// - Throws: ``FileError`` where there is no such image or it cannot be read.
  public static func read(_ name: String) throws(FileError) -> InputImage {
    if let reference = try SampleReference(parsing: name) {
      return try InputImage(reference)
    }
    if FileContent.exists(name), try FileKind(ofFile: name).isImage {
      return InputImage(try ImageFile.read(name))
    }
    return try InputImage(array: name)
  }

  private init(_ reference: SampleReference) throws(FileError) {
    let set = try DataSet.open(reference.dataSet)
    let (part, index) = try reference.position(in: set)
    image = set[part].images(at: [index])
    format = PixelFormat(set.imageShape, maximum: set.maximum)
    (notes, label) = ([], set[part].hasLabels ? set[part].labels[index] : nil)
  }

  private init(_ file: ImageFile) {
    image = file.array.tensor.reshaped(to: file.array.shape.batched(1))
    format = PixelFormat(file.array.shape, maximum: Double(file.maximum))
    (notes, label) = (file.notes, nil)
  }

  private init(array name: String) throws(FileError) {
    let (image, elementType) = try ArrayFile.readImage(name)
    let maximum: Double =
      switch elementType {
      case .uint8: 255
      case .uint16: 65535
      default: 1
      }
    self.image = image
    format = PixelFormat(image.shape.sample, maximum: maximum, divisor: 1)
    (notes, label) = ([], nil)
  }
}
