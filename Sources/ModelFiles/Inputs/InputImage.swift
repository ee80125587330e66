public import CNNModel

/// The image that `INPUT` on the command line means, before anything is done to it.
public struct InputImage: Sendable {
  /// `[1, channels, rows, columns]`, the numbers of the file.
  public let image: Tensor
  public let numbers: ImageNumbers
  /// What decoding did to it, in words.
  public let notes: [String]
  /// The class that it is known to show.
  public let label: Int?

  /// An image file, an array, or a sample of a data set such as `digits:42`.
  ///
  /// The numbers of images and samples are divided by the largest one that there can be unless the
  /// user says otherwise; those of arrays are taken as they are.
  ///
  /// - Throws: ``FileError`` where there is no such image or it cannot be read.
  public static func read(_ name: String) throws(FileError) -> InputImage {
    if let reference = try SampleReference(parsing: name) {
      return InputImage(try reference.sample(in: try DataSet.open(reference.dataSet)))
    }
    if FileContent.exists(name), try FileKind(ofFile: name).isImage {
      return InputImage(try ImageFile.read(name))
    }
    return try InputImage(array: name)
  }

  public init(_ sample: Sample) {
    image = sample.numbers
    numbers = ImageNumbers(sample.numbers.shape.sample, maximum: sample.maximum)
    (notes, label) = ([], sample.label)
  }

  public init(_ file: ImageFile) {
    image = file.array.tensor.reshaped(to: file.array.shape.batched(1))
    numbers = ImageNumbers(file.array.shape, maximum: Double(file.maximum))
    (notes, label) = (file.notes, nil)
  }

  private init(array name: String) throws(FileError) {
    let (image, elementType) = try ArrayFile.readTypedImage(name)
    let maximum: Double =
      switch elementType {
      case .uint8: 255
      case .uint16: 65535
      default: 1
      }
    self.image = image
    numbers = ImageNumbers(image.shape.sample, maximum: maximum, divisor: 1)
    (notes, label) = ([], nil)
  }
}
